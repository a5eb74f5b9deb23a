namespace ConvNotebooks.Benchmarks;

/// <summary>
/// The largest difference from the reference over up to 1024 results of a case, fewer where each is a long chain, spread over
/// all of them, the first and the last among them.
/// </summary>
internal sealed class ErrorCheck
{
    private const int Most = 1024;
    private const int Fewest = 16;
    private const long MultiplyAdds = 100_000_000;
    private readonly int[] places;
    private readonly float[] expected;

    public ErrorCheck(ConvCase c)
    {
        var count = (int)Math.Min(Math.Clamp(MultiplyAdds / ReferenceValue.Cost(c), Fewest, Most), c.ResultLength);
        places = [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (c.ResultLength - 1) / (count - 1)))];
        expected = Array.ConvertAll(places, place => ReferenceValue.At(c, place));
    }

    /// <summary>The largest absolute difference of a contestant's last result; infinite where one is not a number.</summary>
    public double Of(IContestant contestant) => Statistics.LargestDifference(contestant.Values(places), expected);
}
