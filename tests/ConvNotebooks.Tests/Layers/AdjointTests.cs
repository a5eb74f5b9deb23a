using CsCheck;

namespace ConvNotebooks.Tests.Layers;

/// <summary>
/// The backward half is the transpose of the forward half: for a layer whose output is y = J(x)·x (linear ones, and rectifier,
/// max and L2 pooling, which scale with their input), ⟨y, dy⟩ = ⟨x, dx⟩ for any dy; for a layer without biases that is linear
/// in its weights, = ⟨w, dw⟩ too. CsCheck prints the seed of a failure.
/// </summary>
public class AdjointTests
{
    private static readonly Gen<string> Layer = Gen.OneOf(
        Gen.Select(Gen.Int[1, 20], Window, (filters, window) => $"CONV {filters} {window} nobias"),
        Gen.Select(Gen.Int[1, 3], Window, (filters, window) => $"CONV {6 * filters} {window} g3 nobias"),
        Gen.Select(Gen.Int[1, 2], Window, (filters, window) => $"CONV {6 * filters} {window} g6 nobias"),
        Gen.Select(Gen.Int[1, 3], Window, (filters, window) => $"LOCAL {filters} {window} nobias"),
        Gen.Int[1, 70].Select(units => $"FC {units} nobias"),
        Pool.Select(pool => $"POOL {pool}"),
        Pool.Select(pool => $"AVGPOOL {pool}"),
        Pool.Select(pool => $"AVGPOOL {pool} withpad"),
        Pool.Select(pool => $"L2POOL {pool}"),
        Gen.Const("RELU"),
        Gen.Const("LEAKY 0.3"),
        Gen.Const("DROPOUT 0.3"),
        Gen.Const("GAP"),
        Gen.Const("ADD( RELU | )"),
        Gen.Const("ADD( RELU | LEAKY 0.2 | )"),
        Gen.Const("CONCAT( RELU | | POOL 3 s1 p1 )"),
        Gen.Const("CONV 16 1x1 nobias -> CONCAT( POOL 3 s1 p1 -> RELU | | ADD( | RELU | AVGPOOL 3 s1 p1 ) ) -> CONV 6 1x1 nobias"),
        Gen.Const("ADD subsample( AVGPOOL 2 zeropad | )"),
        Gen.Const("FLATTEN"));

    private static Gen<string> Window => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[1, 2],
        (width, height, stride, pad, dilation) => $"{width}x{height} s{stride} p{pad} d{dilation} zeropad");

    private static Gen<string> Pool => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], (size, stride) => $"{size} s{stride} p{size / 2} crop");

    [Fact]
    public void The_backward_half_is_the_transpose_of_the_forward_half() =>
        Gen.Select(Layer, Gen.Int[8, 20], Gen.Int[8, 12], Gen.Int[1, 5], Gen.ULong).Sample((layer, width, height, images, seed) =>
        {
            var pass = new TrainingPass(Network.Parse($"INPUT {width}x{height}x6 -> {layer}", seed), images, inputGradient: true);
            var random = new SeededRandom(seed, 99);
            var x = random.Gaussian(pass.InputShape);
            var y = pass.Forward(x);
            random.Gaussian(y.Shape).Values.CopyTo(pass.OutputGradient.Edit());
            pass.Backward();

            var (product, size) = Dot(y, pass.OutputGradient);
            Assert.InRange(Math.Abs(product - Dot(x, pass.InputGradient!).Product), 0, 1e-4 * size);
            foreach (var tensor in pass.Learned)
                Assert.InRange(Math.Abs(product - Dot(tensor.Value, tensor.Gradient).Product), 0, 1e-4 * size);
        }, iter: 150, threads: 1);

    private static (double Product, double Size) Dot(Tensor a, Tensor b)
    {
        double product = 0, size = 0;
        for (var i = 0; i < a.Values.Length; i++)
        {
            var term = (double)a.Values[i] * b.Values[i];
            product += term;
            size += Math.Abs(term);
        }

        return (product, size);
    }
}
