namespace ConvNotebooks.Routines;

/// <summary>
/// The gradients of pooling with respect to the input as they are defined: dx starts at +0, and the outputs of a plane, in
/// order, add to the pixels of their windows, so that overlapping windows accumulate. The yardstick of the fast routines.
/// </summary>
internal static class PoolGradientReference
{
    /// <summary>Each output's gradient goes to the pixel that it came from.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="switches">What <see cref="PoolReference.Max"/> left: per output the index into x, −1 for none.</param>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="dx">Gradient of the input, overwritten.</param>
    public static void Max(in PoolProblem p, ReadOnlySpan<int> switches, ReadOnlySpan<float> dy, Span<float> dx)
    {
        dx.Clear();
        for (var o = 0; o < p.OutputLength; o++)
        {
            if (switches[o] >= 0)
                dx[switches[o]] += dy[o];
        }
    }

    /// <summary>Each output's gradient, over the number that its mean was divided by, is added to every pixel of its window.</summary>
    public static void Average(in PoolProblem p, ReadOnlySpan<float> dy, Span<float> dx, bool includePadding = false)
    {
        dx.Clear();
        for (var o = 0; o < p.OutputLength; o++)
        {
            var ((top, bottom), (left, right), plane) = PoolReference.Window(p, o);
            var share = dy[o] / (includePadding ? p.WindowHeight * p.WindowWidth : (bottom - top) * (right - left));
            for (var iy = top; iy < bottom; iy++)
                for (var ix = left; ix < right; ix++)
                    dx[plane * p.Plane + iy * p.Width + ix] += share;
        }
    }

    /// <summary>Each output adds x·(dy/y) to the pixels of its window, a fused multiply-add; nothing where its norm y is 0.</summary>
    public static void L2(in PoolProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        dx.Clear();
        for (var o = 0; o < p.OutputLength; o++)
        {
            var ((top, bottom), (left, right), plane) = PoolReference.Window(p, o);
            var share = y[o] == 0 ? 0 : dy[o] / y[o];
            for (var iy = top; iy < bottom; iy++)
            {
                for (var ix = left; ix < right; ix++)
                {
                    var i = plane * p.Plane + iy * p.Width + ix;
                    dx[i] = MathF.FusedMultiplyAdd(x[i], share, dx[i]);
                }
            }
        }
    }
}
