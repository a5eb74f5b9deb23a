namespace ConvNotebooks.Routines;

/// <summary>Chooses how a softmax is computed, by its shape alone.</summary>
internal static unsafe class SoftmaxAlgorithms
{
    /// <summary>Softmax over the channels of each pixel of x [batch, channels, pixels]; x and y may be the same.</summary>
    public static void Forward(int batch, int channels, int pixels, float[] x, float[] y)
    {
        fixed (float* from = x, to = y)
            Lanes.Start(new SoftmaxColumns(batch, channels, pixels, from, to));
    }

    /// <summary>The gradient with respect to the input, dx, from the output y and its gradient dy; see <see cref="SoftmaxReference.Gradient"/>.</summary>
    public static void Gradient(int batch, int channels, int pixels, float[] y, float[] dy, float[] dx)
    {
        fixed (float* output = y, gradient = dy, result = dx)
            Lanes.Start(new SoftmaxGradient(batch, channels, pixels, output, gradient, result));
    }
}
