using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>Convolutions from planes to planes with pixels in the lanes give the reference's bits.</summary>
[Collection(ComputeSettings.Name)]
public class Conv2dOnPlanesTests
{
    private static readonly ConvProblem Padded = new()
    {
        Batch = 2,
        Channels = 3,
        Height = 9,
        Width = 32,
        Filters = 20,
        FilterHeight = 5,
        FilterWidth = 5,
        PadTop = 2,
        PadLeft = 2,
        StrideH = 1,
        StrideW = 1,
        OutHeight = 9,
        OutWidth = 32,
    };

    public static TheoryData<string> Cases => [.. All.Keys];

    private static Dictionary<string, ConvProblem> All => new()
    {
        ["padded on all sides"] = Padded,
        ["a vector wide"] = Padded with { Width = 16, OutWidth = 16, Channels = 40 },
        ["padded on the left alone, as far as a window"] = Padded with { PadLeft = 4 },
        ["dilated, wider than padded"] = Padded with { DilationW = 3, DilationH = 2, Width = 40, Height = 13 },
        ["not padded"] = Padded with { PadTop = 0, PadLeft = 0, Width = 36, Height = 13 },
        ["all rows of a window outside"] = Padded with { PadTop = 7, Height = 4 },
        ["groups"] = Padded with { Channels = 6, Groups = 2, Filters = 14 },
        ["pointwise, padded"] = Padded with { Height = 5, OutHeight = 5, Width = 14, OutWidth = 16, PadTop = 0, PadLeft = 1, FilterHeight = 1, FilterWidth = 1 },
        ["bands of a large image"] = Padded with { Height = 40, OutHeight = 40, Width = 64, OutWidth = 64, Channels = 40, FilterHeight = 3, FilterWidth = 3, PadTop = 1, PadLeft = 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void Outputs_are_the_references(string name)
    {
        var p = All[name];
        var random = new RandomProblems(47);
        float[] x = random.Floats(p.InputLength, true), w = random.Floats(p.FilterLength, true), bias = random.Floats(p.Filters, true);
        float[] expected = new float[p.OutputLength], actual = random.Floats(p.OutputLength, true);
        var packed = new PackedFilters(p, w);
        foreach (var biases in new[] { bias, null })
        {
            Conv2dReference.Forward(p, x, w, biases, expected);
            foreach (var (bits, threads) in new[] { (0, 1), (128, 3), (256, 1), (512, 3), (512, 1) }.Where(way => way.Item1 <= Compute.VectorBits))
            {
                using var _ = ComputeSettings.Use(bits, threads);
                fixed (float* input = x, start = biases, output = actual)
                    Lanes.Start(new Conv2dOnPlanes(p, input, packed, start, output));
                Bits.Same(expected, actual, (name, bits, threads, biases is null));
            }
        }
    }

    /// <summary>First layers of small windows and filters that leave lanes empty, where lines are whole vectors.</summary>
    [Fact]
    public void Serves_where_outputs_cost_more_to_turn_than_to_compute()
    {
        Assert.True(Conv2dOnPlanes.Serves(Padded));
        Assert.False(Conv2dOnPlanes.Serves(Padded with { Filters = 32 }));
        Assert.True(Conv2dOnPlanes.Serves(Padded with { Filters = 32, FilterHeight = 3, FilterWidth = 3 }));
        Assert.False(Conv2dOnPlanes.Serves(Padded with { OutWidth = 31 }));
        Assert.False(Conv2dOnPlanes.Serves(Padded with { StrideW = 2, Width = 64 }));
        Assert.False(Conv2dOnPlanes.Serves(Padded with { FilterHeight = 1, FilterWidth = 1 }));
    }
}
