using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>
/// Gradients of layers that have routines of their own, in small: first layers, with few channels and large windows, and a
/// residual network's skips. The bits of the nested loops at every width, with infinities and NaN among the numbers.
/// </summary>
[Collection(ComputeSettings.Name)]
public class GradientsOfKnownLayersTests
{
    private static readonly Dictionary<string, ConvProblem> Layers = new()
    {
        ["AlexNet's first"] = ConvProblems.Layer(3, 47, 71, 35, 11, stride: 4, pad: 0, batch: 2),
        ["ResNet's first"] = ConvProblems.Layer(3, 37, 53, 33, 7, stride: 2, pad: 3, batch: 2),
        ["VGG's first"] = ConvProblems.Layer(3, 19, 34, 40, 3, stride: 1, pad: 1, batch: 2),
        ["CIFAR, 5x5"] = ConvProblems.Layer(3, 32, 32, 18, 5, stride: 1, pad: 2, batch: 2),
        ["CIFAR, 3x3"] = ConvProblems.Layer(3, 32, 32, 16, 3, stride: 1, pad: 1, batch: 2),
        ["LeNet's first"] = ConvProblems.Layer(1, 28, 28, 20, 5, stride: 1, pad: 0, batch: 2),
        ["two channels, stride 3"] = ConvProblems.Layer(2, 20, 50, 17, 4, stride: 3, pad: 2, batch: 2),
        ["four channels"] = ConvProblems.Layer(4, 9, 40, 34, 3, stride: 1, pad: 1, batch: 2),
        ["a window as large as the image"] = ConvProblems.Layer(3, 6, 6, 5, 6, stride: 1, pad: 3, batch: 2),
        ["ResNet's skip"] = ConvProblems.Layer(40, 9, 13, 50, 1, stride: 2, pad: 0, batch: 2),
        ["ResNet's skip, columns unread"] = ConvProblems.Layer(33, 8, 12, 34, 1, stride: 3, pad: 0, batch: 2),
    };

    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var layer in Layers.Keys)
            foreach (var (bits, threads) in new[] { (512, 1), (512, 3), (256, 2), (128, 1), (0, 2) })
                cases.Add(layer, bits, threads);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Same_bits_as_the_nested_loops(string layer, int bits, int threads)
    {
        // A width that the machine lacks is emulated, slowly: its own stands for it.
        using var _ = ComputeSettings.Use(Math.Min(bits, Compute.VectorBits), threads);
        var p = Layers[layer];
        for (var seed = 0; seed < (Compute.VectorBits >= 256 ? 3 : 1); seed++)
        {
            var random = new RandomProblems(seed);
            var special = seed == 1;
            float[] x = random.Floats(p.InputLength, special), w = random.Floats(p.FilterLength, special), dy = random.Floats(p.OutputLength, special);
            EveryWidth.Same(p.InputLength, random, $"{layer}, seed {seed}, input", dx => Conv2dGradientReference.Input(p, dy, w, dx),
                dx => Conv2dGradientAlgorithms.Input(p, dy, w, Conv2dGradientAlgorithms.PackForInput(p, w), dx));
            EveryWidth.Same(p.FilterLength, random, $"{layer}, seed {seed}, filters", dw => Conv2dGradientReference.Filters(p, x, dy, dw),
                dw => Conv2dGradientAlgorithms.Filters(p, x, dy, dw, null));
        }
    }
}
