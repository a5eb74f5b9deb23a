namespace ConvNotebooks.Tests;

/// <summary>Compares float32 numbers bit by bit; any NaN equals any other.</summary>
internal static class Bits
{
    public static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, object problem)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i])
                && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
            {
                Assert.Fail($"{problem}: output {i} is {actual[i]:R}, the reference has {expected[i]:R}.");
            }
        }
    }
}
