using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>
/// A convolution without bias is linear in its input and in its filters, so for any dy: ⟨y, dy⟩ = ⟨x, dx⟩ = ⟨w, dw⟩.
/// That ties the gradients' definitions to the forward one.
/// </summary>
public class Conv2dGradientReferenceTests
{
    [Fact]
    public void The_gradients_are_adjoint_to_the_convolution()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new RandomProblems(seed);
            var p = random.Convolution(depthwise: seed % 5 == 0);
            float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false), dy = random.Floats(p.OutputLength, false);
            float[] y = new float[dy.Length], dx = new float[x.Length], dw = new float[w.Length], db = new float[p.Filters];
            Conv2dReference.Forward(p, x, w, [], y);
            Conv2dGradientReference.Input(p, dy, w, dx);
            Conv2dGradientReference.Filters(p, x, dy, dw);
            Conv2dGradientReference.Biases(p, dy, db);

            var expected = Inner(y, dy);
            var scale = Inner([.. y.Select(Math.Abs)], [.. dy.Select(Math.Abs)]) + 1;
            Assert.True(Math.Abs(expected - Inner(x, dx)) < 1e-4 * scale, $"seed {seed}: {p}: ⟨x, dx⟩ is {Inner(x, dx)}, ⟨y, dy⟩ is {expected}");
            Assert.True(Math.Abs(expected - Inner(w, dw)) < 1e-4 * scale, $"seed {seed}: {p}: ⟨w, dw⟩ is {Inner(w, dw)}, ⟨y, dy⟩ is {expected}");
            Assert.Equal(dy.Sum(v => (double)v), db.Sum(v => (double)v), 1e-3);
        }
    }

    private static double Inner(float[] a, float[] b) => a.Zip(b, (p, q) => (double)p * q).Sum();
}
