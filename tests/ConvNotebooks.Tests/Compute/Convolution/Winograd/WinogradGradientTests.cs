using ConvNotebooks.Routines;
using CsCheck;

namespace ConvNotebooks.Tests;

/// <summary>The gradients by Winograd against the direct ones, over random shapes.</summary>
[Collection(ComputeSettings.Name)]
public class WinogradGradientTests
{
    private static readonly Gen<ConvProblem> Problems =
        from size in Gen.Select(Gen.Int[8, 21], Gen.Int[8, 21])
        from pad in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3])
        from after in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3])
        from depth in Gen.Select(Gen.Int[32, 50], Gen.Int[32, 50], Gen.Int[1, 3])
        select new ConvProblem
        {
            Batch = depth.Item3,
            Channels = depth.Item1,
            Height = size.Item1,
            Width = size.Item2,
            Filters = depth.Item2,
            FilterHeight = 3,
            FilterWidth = 3,
            PadTop = pad.Item1,
            PadLeft = pad.Item2,
            OutHeight = size.Item1 + pad.Item1 + after.Item1 - 2,
            OutWidth = size.Item2 + pad.Item2 + after.Item2 - 2,
        };

    /// <summary>
    /// Documented tolerance: 1e-5 of the root mean square at the root mean square, for up to 50 filters (1e-6 is measured, 2.5e-7 of
    /// the direct form). A wrong tap or tile would be off by a hundredth at least; the same bits would be no Winograd.
    /// </summary>
    [Fact]
    public void The_gradient_of_the_input_is_the_direct_one_within_its_error() => Check((p, numbers) =>
    {
        float[] w = numbers.Floats(p.FilterLength, false), dy = numbers.Floats(p.OutputLength, false);
        float[] direct = new float[p.InputLength], winograd = numbers.Floats(p.InputLength, true);
        var packed = numbers.Chance(0.5) ? Conv2dGradientAlgorithms.PackForInput(p, w, ConvAlgorithm.Winograd) : null;
        Conv2dGradientAlgorithms.Input(p, dy, w, null, direct);
        Conv2dGradientAlgorithms.Input(p, dy, w, packed, winograd, ConvAlgorithm.Winograd);
        Within(1e-5, direct, winograd);
    });

    /// <summary>As above: sums over a few hundred tiles.</summary>
    [Fact]
    public void The_gradient_of_the_filters_is_the_direct_one_within_its_error() => Check((p, numbers) =>
    {
        float[] x = numbers.Floats(p.InputLength, false), dy = numbers.Floats(p.OutputLength, false);
        float[] direct = new float[p.FilterLength], winograd = numbers.Floats(p.FilterLength, true);
        float[] directBiases = new float[p.Filters], winogradBiases = numbers.Floats(p.Filters, true);
        Conv2dGradientAlgorithms.Filters(p, x, dy, direct, directBiases);
        Conv2dGradientAlgorithms.Filters(p, x, dy, winograd, winogradBiases, ConvAlgorithm.Winograd);
        var differs = Conv2dAlgorithms.IsWinograd(p, ConvAlgorithm.Winograd);
        Within(1e-5, direct, winograd, differs);
        Within(1e-5, directBiases, winogradBiases, differs);
    });

    /// <summary>Two blocks of 16 and of 64, parts of several runs of tiles, and a last run shorter than the first.</summary>
    [Theory]
    [InlineData(512, 2, 33, 70)]
    [InlineData(256, 1, 66, 32)]
    [InlineData(128, 3, 40, 33)]
    [InlineData(0, 2, 32, 32)]
    public void The_gradients_have_the_same_bits_at_every_width_and_number_of_threads(int bits, int threads, int channels, int filters)
    {
        var numbers = new RandomProblems(bits + threads);
        var p = new ConvProblem
        {
            Batch = 5,
            Channels = channels,
            Height = 18,
            Width = 23,
            Filters = filters,
            FilterHeight = 3,
            FilterWidth = 3,
            PadTop = 1,
            PadLeft = 2,
            OutHeight = 18,
            OutWidth = 25,
        };
        float[] x = numbers.Floats(p.InputLength, false), w = numbers.Floats(p.FilterLength, false), dy = numbers.Floats(p.OutputLength, false);
        float[][] here, there;
        using (ComputeSettings.Use(Compute.VectorBits, 1))
            here = Gradients();
        using (ComputeSettings.Use(bits, threads))
            there = Gradients();
        Bits.Same(here[0], there[0], "input");
        Bits.Same(here[1], there[1], "filters");
        Bits.Same(here[2], there[2], "biases");

        float[][] Gradients()
        {
            float[] dx = new float[p.InputLength], dw = new float[p.FilterLength], db = new float[p.Filters];
            Conv2dGradientAlgorithms.Input(p, dy, w, null, dx, ConvAlgorithm.Winograd);
            Conv2dGradientAlgorithms.Filters(p, x, dy, dw, db, ConvAlgorithm.Winograd);
            return [dx, dw, db];
        }
    }

    private static void Within(double tolerance, float[] expected, float[] actual, bool differs = true)
    {
        double squares = 0, errors = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            squares += (double)expected[i] * expected[i];
            errors += ((double)actual[i] - expected[i]) * ((double)actual[i] - expected[i]);
        }

        var error = Math.Sqrt(errors / squares);
        Assert.True((error > 0) == differs && error <= tolerance, $"{error}");
    }

    private static void Check(Action<ConvProblem, RandomProblems> property) => Gen.Select(Problems, Gen.Int[0, 1 << 20], Gen.Int[1, 3])
        .Sample((p, seed, threads) =>
        {
            using var _ = ComputeSettings.Use(Compute.VectorBits, threads);
            property(p, new RandomProblems(seed));
        }, iter: Compute.VectorBits >= 256 ? 100 : 4, threads: 1);
}
