namespace ConvNotebooks.Routines;

/// <summary>
/// Pooling as it is defined, over the real pixels of each window in scan order. The yardstick of the fast routines, which
/// must give the same bits.
/// </summary>
internal static class PoolReference
{
    /// <summary>
    /// The largest pixel; of equal ones the first in scan order, and a NaN over every number. Padding never wins.
    /// </summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="y">Output.</param>
    /// <param name="switches">Per output the index into x that it came from, −1 for nothing but padding; empty to leave out.</param>
    public static void Max(in PoolProblem p, ReadOnlySpan<float> x, Span<float> y, Span<int> switches = default)
    {
        for (var o = 0; o < p.OutputLength; o++)
        {
            var ((top, bottom), (left, right), plane) = Window(p, o);
            var winner = -1;
            for (var iy = top; iy < bottom; iy++)
            {
                for (var ix = left; ix < right; ix++)
                {
                    var i = plane * p.Plane + iy * p.Width + ix;
                    if (winner < 0 || x[i] > x[winner] || float.IsNaN(x[i]))
                        winner = i;
                }
            }

            y[o] = winner < 0 ? 0 : x[winner];
            if (!switches.IsEmpty)
                switches[o] = winner;
        }
    }

    /// <summary>The sum of the real pixels divided by their number, or by the whole window's when padding is included.</summary>
    public static void Average(in PoolProblem p, ReadOnlySpan<float> x, Span<float> y, bool includePadding = false)
    {
        for (var o = 0; o < p.OutputLength; o++)
        {
            var ((top, bottom), (left, right), plane) = Window(p, o);
            var sum = 0f;
            for (var iy = top; iy < bottom; iy++)
                for (var ix = left; ix < right; ix++)
                    sum += x[plane * p.Plane + iy * p.Width + ix];
            var count = includePadding ? p.WindowHeight * p.WindowWidth : (bottom - top) * (right - left);
            y[o] = count == 0 ? 0 : sum / count;
        }
    }

    /// <summary>The square root of the sum of the squares, a chain of fused multiply-adds.</summary>
    public static void L2(in PoolProblem p, ReadOnlySpan<float> x, Span<float> y)
    {
        for (var o = 0; o < p.OutputLength; o++)
        {
            var ((top, bottom), (left, right), plane) = Window(p, o);
            var sum = 0f;
            for (var iy = top; iy < bottom; iy++)
            {
                for (var ix = left; ix < right; ix++)
                {
                    var pixel = x[plane * p.Plane + iy * p.Width + ix];
                    sum = MathF.FusedMultiplyAdd(pixel, pixel, sum);
                }
            }

            y[o] = MathF.Sqrt(sum);
        }
    }

    /// <summary>The real pixels of an output's window: rows and columns, first and one past the last, and the plane.</summary>
    internal static ((int Top, int Bottom), (int Left, int Right), int Plane) Window(in PoolProblem p, int output) =>
        (p.Rows(output / p.OutWidth % p.OutHeight), p.Columns(output % p.OutWidth), output / p.OutPlane);
}
