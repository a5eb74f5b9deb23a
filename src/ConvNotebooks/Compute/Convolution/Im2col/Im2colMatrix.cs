using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The matrix X_col of one image and one group, [channels/groups · FH · FW, OH · OW], row after row: a column holds the
/// receptive field of one output, channel after channel, row by row, with 0 for padding. A part of the work is one row, a tap's
/// pixels under every output.
/// </summary>
internal static unsafe class Im2colMatrix
{
    public static long Length(in ConvProblem p) => (long)p.Taps * p.OutPlane;

    /// <summary>Writes the matrix of an image whose first pixel of the group's first channel is at x.</summary>
    public static void Fill(in ConvProblem p, float* x, float* columns)
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Columns = columns };
            Workers.For(p.Taps, &Row, &job, Length(p));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(void* state, int tap)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (c, place) = Math.DivRem(tap, p.WindowTaps);
        var (fy, fx) = Math.DivRem(place, p.FilterWidth);
        var seen = p.AxisW.OutputsOf(fx);
        for (var oy = 0; oy < p.OutHeight; oy++)
        {
            var row = new Span<float>(job->Columns + (nint)tap * p.OutPlane + oy * p.OutWidth, p.OutWidth);
            var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
            if ((uint)iy >= (uint)p.Height || seen.From == seen.To)
            {
                row.Clear();
                continue;
            }

            row[..seen.From].Clear();
            row[seen.To..].Clear();
            var from = job->X + (nint)c * p.Plane + (nint)iy * p.Width + fx * p.DilationW - p.PadLeft;
            for (var ox = seen.From; ox < seen.To; ox++)
                row[ox] = from[ox * p.StrideW];
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Columns;
    }
}
