using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Depthwise convolution (every group one channel) in N C H W, a plane of outputs at a time: a lane is an output column, lane
/// 0 the leftmost. The plane is copied with room beside its rows, so that every vector is read whole; lanes whose tap is
/// padding keep their sums, and lanes past the last column are not stored. Equals <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct Conv2dDepthwise(in ConvProblem p, float* x, float* w, float* bias, float* y) : IRoutine
{
    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var columns = (p.OutWidth + L.Count - 1) / L.Count * L.Count;
        var seen = Scratch.Floats((long)(p.FilterWidth + 1) * columns, Scratch.Use.Table);
        Mark(seen, columns);
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                X = x,
                W = w,
                Bias = bias,
                Y = y,
                Seen = seen,
                Columns = columns,
                RowLength = Math.Max(p.PadLeft + p.Width, (columns - 1) * p.StrideW + (p.FilterWidth - 1) * p.DilationW + 1),
            };
            Workers.For(p.Batch * p.Filters, &Plane<L, V>, &job, p.MultiplyAdds);
        }
    }

    /// <summary>
    /// For each column of the window −1 where an output's tap is inside the image and 0 where it is padding; then −1 for the
    /// outputs that have all their taps inside, which are neighbours, and 0 for the others and past the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mark(float* seen, int columns)
    {
        var whole = new Span<float>(seen + p.FilterWidth * columns, columns);
        whole[..p.OutWidth].Fill(-1);
        whole[p.OutWidth..].Clear();
        for (var fx = 0; fx < p.FilterWidth; fx++)
        {
            var (from, to) = p.AxisW.OutputsOf(fx);
            var row = new Span<float>(seen + fx * columns, columns);
            row.Clear();
            row[from..to].Fill(-1);
            whole[..from].Clear();
            whole[to..p.OutWidth].Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, k) = Math.DivRem(part, p.Filters);
        var x = job->X + ((nint)n * p.Channels + k / p.GroupFilters) * p.Plane;
        nint rowLength = job->RowLength;
        var room = Scratch.Floats(p.Height * rowLength);
        for (var row = 0; row < p.Height; row++)
            new Span<float>(x + (nint)row * p.Width, p.Width).CopyTo(new(room + row * rowLength + p.PadLeft, p.Width));

        var w = job->W + (nint)k * p.WindowTaps;
        var start = L.Broadcast(job->Bias == null ? 0 : job->Bias[k]);
        var y = job->Y + (nint)part * p.OutPlane;
        var end = y + p.OutPlane;
        var rest = stackalloc float[L.Count];
        for (var oy = 0; oy < p.OutHeight; oy++, y += p.OutWidth)
        {
            var top = oy * p.StrideH - p.PadTop;
            var (first, last) = p.AxisH.TapsOf(oy);
            for (var ox = 0; ox < p.OutWidth; ox += L.Count)
            {
                var sum = Outputs<L, V>(job, room + top * rowLength + ox * p.StrideW, w, first, last, ox, start);

                // What is stored past the row's end the next row overwrites; past the plane's end nothing may be.
                if (y + ox + L.Count <= end)
                    L.Store(sum, y + ox);
                else
                {
                    L.Store(sum, rest);
                    new Span<float>(rest, p.OutWidth - ox).CopyTo(new(y + ox, p.OutWidth - ox));
                }
            }
        }
    }

    /// <summary>A vector of outputs; x is where their first tap is, or would be, in the plane's copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Outputs<L, V>(Job* job, float* x, float* w, int first, int last, int ox, V sum)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var (zero, seen, columns) = (L.Broadcast(0), (nint)job->Seen, job->Columns);
        var inside = IsWhole(job, ox, L.Count);
        nint step = p.DilationH * job->RowLength, stride = p.StrideW, dilation = p.DilationW;
        var across = p.FilterWidth;
        var tap = w + first * across;
        x += first * step;
        for (var fy = first; fy < last; fy++, x += step)
        {
            if (inside && across == 3 && stride == 1)
            {
                sum = L.FusedMultiplyAdd(L.Broadcast(tap[0]), L.Load(x), sum);
                sum = L.FusedMultiplyAdd(L.Broadcast(tap[1]), L.Load(x + dilation), sum);
                sum = L.FusedMultiplyAdd(L.Broadcast(tap[2]), L.Load(x + 2 * dilation), sum);
                tap += 3;
            }
            else if (inside)
            {
                for (var fx = 0; fx < across; fx++, tap++)
                    sum = L.FusedMultiplyAdd(L.Broadcast(*tap), L.LoadEvery(x + fx * dilation, stride), sum);
            }
            else
            {
                for (var fx = 0; fx < across; fx++, tap++)
                {
                    var next = L.FusedMultiplyAdd(L.Broadcast(*tap), L.LoadEvery(x + fx * dilation, stride), sum);
                    sum = L.IfLess(L.Load((float*)seen + fx * columns + ox), zero, next, sum);
                }
            }
        }

        return sum;
    }

    private static bool IsWhole(Job* job, int ox, int count)
    {
        var whole = job->Seen + job->P->FilterWidth * job->Columns + ox;
        return whole[0] < 0 && whole[count - 1] < 0;
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, W, Bias, Y, Seen;
        public int Columns, RowLength;
    }
}
