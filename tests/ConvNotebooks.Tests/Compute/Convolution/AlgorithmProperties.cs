using ConvNotebooks.Routines;
using CsCheck;

namespace ConvNotebooks.Tests;

/// <summary>
/// Thousands of random convolutions: every algorithm and both gradients against the nested loops that define them, at any of the
/// machine's vector widths and on any number of threads. CsCheck makes a failing problem small and prints its seed.
/// </summary>
[Collection(ComputeSettings.Name)]
public class AlgorithmProperties
{
    // Without fused multiply-add in hardware a problem takes a hundred times as long.
    private static readonly int Samples = Compute.VectorBits >= 256 ? 1500 : 100;

    private static readonly Gen<Sample> Problem = Gen.Select(
        Gen.Frequency((4, Generators.Convolutions), (1, Generators.Depthwise)), Gen.Int[0, 3].Select(Width), Gen.Int[1, 4], Gen.Int[0, 1 << 20],
        Gen.Frequency((2, Gen.Const(false)), (1, Gen.Const(true))), (p, bits, threads, seed, special) => new Sample(p, bits, threads, seed, special));

    [Theory]
    [InlineData(ConvAlgorithm.Auto)]
    [InlineData(ConvAlgorithm.Direct)]
    [InlineData(ConvAlgorithm.Im2col)]
    [InlineData(ConvAlgorithm.Winograd)]
    public void Forward_gives_the_bits_of_the_nested_loops(ConvAlgorithm algorithm) => Check((p, numbers, special) =>
    {
        // Winograd has bits of its own where it computes: WinogradTests measures it there.
        if (algorithm == ConvAlgorithm.Winograd && Conv2dAlgorithms.Pack(p, new float[p.FilterLength], algorithm)?.Algorithm == algorithm)
            return;
        float[] x = numbers.Floats(p.InputLength, special), w = numbers.Floats(p.FilterLength, special);
        var bias = numbers.Chance(0.7) ? numbers.Floats(p.Filters, special) : null;
        float[] expected = new float[p.OutputLength], actual = numbers.Floats(p.OutputLength, true);
        Conv2dReference.Forward(p, x, w, bias, expected);
        Conv2dAlgorithms.Forward(p, x, w, numbers.Chance(0.5) ? Conv2dAlgorithms.Pack(p, w, algorithm) : null, bias, actual, algorithm);
        Bits.Same(expected, actual, algorithm);
    });

    [Fact]
    public void Both_gradients_give_the_bits_of_the_nested_loops() => Check((p, numbers, special) =>
    {
        float[] x = numbers.Floats(p.InputLength, special), w = numbers.Floats(p.FilterLength, special), dy = numbers.Floats(p.OutputLength, special);
        float[] expected = new float[p.InputLength], actual = numbers.Floats(p.InputLength, true);
        Conv2dGradientReference.Input(p, dy, w, expected);
        Conv2dGradientAlgorithms.Input(p, dy, w, numbers.Chance(0.5) ? Conv2dGradientAlgorithms.PackForInput(p, w) : null, actual);
        Bits.Same(expected, actual, "input gradient");

        float[] filters = new float[p.FilterLength], biases = new float[p.Filters];
        float[] actualFilters = numbers.Floats(p.FilterLength, true), actualBiases = numbers.Floats(p.Filters, true);
        Conv2dGradientReference.Filters(p, x, dy, filters);
        Conv2dGradientReference.Biases(p, dy, biases);
        Conv2dGradientAlgorithms.Filters(p, x, dy, actualFilters, actualBiases);
        Bits.Same(filters, actualFilters, "filter gradient");
        Bits.Same(biases, actualBiases, "bias gradient");
    });

    private static void Check(Action<ConvProblem, RandomProblems, bool> property) => Problem.Sample(sample =>
    {
        using var _ = ComputeSettings.Use(sample.Bits, sample.Threads);
        property(sample.Problem, new RandomProblems(sample.Seed), sample.Special);
    }, iter: Samples, threads: 1);

    // The machine's own width stands for wider ones.
    private static int Width(int kind) => Math.Min(Compute.VectorBits, kind == 0 ? 0 : 64 << kind);

    private readonly record struct Sample(ConvProblem Problem, int Bits, int Threads, int Seed, bool Special);
}
