using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to an input of few channels, with pixels in the lanes (<see cref="PixelTileRoutine{L, V, R, Q, T, M}"/>):
/// channels would fill only a few of them. Gradients and filters are read as they are; a part of the work is a strip of an
/// image, a few rows of every phase of the stride, for all filters, some of them at a time so that their rows stay in the
/// nearest cache. Sums wait in a buffer, phase by phase. Equals <see cref="Conv2dGradientReference.Input"/>.
/// </summary>
/// <param name="p">The convolution's sizes; one group.</param>
/// <param name="dy">Gradient of the output [N, K, OH, OW].</param>
/// <param name="w">Filters [K, C, FH, FW].</param>
/// <param name="dx">Gradient of the input, overwritten.</param>
internal readonly unsafe struct InputGradientAlongRows(in ConvProblem p, float* dy, float* w, float* dx) : IRoutine
{
    private const int FiltersTogether = 16;

    private readonly ConvProblem p = p;

    /// <summary>Whether it is the faster way: channels would leave most lanes empty, pixels do not.</summary>
    public static bool Suits(in ConvProblem p) => p is { Groups: 1, Channels: <= 4, StrideH: <= 8, StrideW: <= 8 } && p.Width >= 4 * p.StrideW;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var phases = new InputGradientPhases(p, Scratch.Floats(InputGradientPhases.Length(p), Scratch.Use.Table));
            var vectors = ((p.Width + p.StrideW - 1) / p.StrideW + L.Count - 1) / L.Count;
            var rows = (p.Height + p.StrideH - 1) / p.StrideH;
            var most = PixelTileRoutines<L, V>.Rows(p.Channels);
            var job = new Job
            {
                P = problem,
                Phases = &phases,
                Weights = w,
                Dx = dx,
                Vectors = vectors,
                Rows = rows,
                MostRows = Math.Min(rows, most),
                Strips = (rows + most - 1) / most,
            };
            job.RowLength = vectors * L.Count;
            job.PhaseLength = (nint)job.MostRows * p.Channels * job.RowLength;
            var (planes, reach) = (p.Batch * p.Filters, (-phases.MinColumn, Math.Max(0, job.RowLength + phases.MaxColumn - p.OutWidth)));
            var memory = Scratch.Floats(PixelPlanes.Length(planes, p.OutPlane, p.OutWidth, reach, FiltersTogether), Scratch.Use.Input);
            job.Planes = new(dy, planes, p.OutPlane, p.OutWidth, reach, FiltersTogether, memory);
            Workers.For(p.Batch * job.Strips, &Part<L, V>, &job, p.MultiplyAdds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, strip) = Math.DivRem(part, job->Strips);
        var (top, bottom) = (strip * job->Rows / job->Strips, (strip + 1) * job->Rows / job->Strips);
        var sums = Scratch.Floats(job->Phases->Count * job->PhaseLength);
        var tile = new PixelTile
        {
            RowStep = p.OutWidth,
            WeightPlaneStep = p.Taps,
            WeightChannelStep = p.WindowTaps,
            Row = top,
            Rows = p.OutHeight,
            SumRowStep = p.Channels * job->RowLength,
            SumChannelStep = job->RowLength,
        };
        for (var k = 0; k < p.Filters; k += FiltersTogether)
        {
            tile.Planes = job->Planes.Pointers + n * p.Filters + k;
            tile.PlaneCount = Math.Min(FiltersTogether, p.Filters - k);
            tile.Weights = job->Weights + (nint)k * p.Taps;
            tile.Resume = k > 0;
            for (var left = 0; left < job->RowLength; left += L.Count)
            {
                tile.Offset = (nint)top * p.OutWidth + left;
                tile.Columns = job->Planes.Columns + left;
                tile.Ahead = tile.Planes;
                tile.AheadOffset = tile.Offset + 2 * L.Count - 1 + job->Phases->MaxColumn;
                if (left + L.Count >= job->RowLength)
                {
                    var last = k + FiltersTogether >= p.Filters;
                    tile.Ahead = last ? job->Planes.Pointers + n * p.Filters : tile.Planes + FiltersTogether;
                    tile.AheadOffset = (nint)(last ? bottom : top) * p.OutWidth + L.Count;
                }

                tile.AheadRows = bottom - top;
                for (var i = 0; i < job->Phases->Count; i++)
                {
                    ref readonly var phase = ref (*job->Phases)[i];
                    var rows = Math.Min(bottom, phase.Rows) - top;
                    if (rows <= 0)
                        continue;
                    tile.Taps = phase.Taps;
                    tile.TapCount = phase.TapCount;
                    tile.Sums = sums + i * job->PhaseLength + left;
                    PixelTileRoutines<L, V>.Run(&tile, rows, p.Channels, top + phase.MinRow < 0 || top + rows - 1 + phase.MaxRow >= p.OutHeight,
                        left + phase.MinColumn < 0 || left + L.Count - 1 + phase.MaxColumn >= p.OutWidth);
                    tile.Ahead = null;
                }
            }
        }

        for (var c = 0; c < p.Channels; c++)
        {
            var to = job->Dx + ((nint)n * p.Channels + c) * p.Plane;
            for (var y = top * p.StrideH; y < Math.Min(bottom * p.StrideH, p.Height); y++)
            {
                var from = sums + (y / p.StrideH - top) * tile.SumRowStep + c * tile.SumChannelStep;
                Row(job, from + y % p.StrideH * p.StrideW * job->PhaseLength, to + (nint)y * p.Width);
            }
        }
    }

    /// <summary>Puts the phases of a row of pixels together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(Job* job, float* from, float* to)
    {
        ref readonly var p = ref *job->P;
        if (p.StrideW == 1)
        {
            new Span<float>(from, p.Width).CopyTo(new(to, p.Width));
            return;
        }

        var whole = p.Width / p.StrideW;
        Transpose.ToPlanes(from, job->PhaseLength, p.StrideW, whole, to, p.StrideW);
        for (var x = whole * p.StrideW; x < p.Width; x++)
            to[x] = from[(x - whole * p.StrideW) * job->PhaseLength + whole];
    }

    private struct Job
    {
        public ConvProblem* P;
        public InputGradientPhases* Phases;
        public PixelPlanes Planes;
        public float* Weights, Dx;
        public int Vectors, Rows, MostRows, Strips, RowLength;
        public nint PhaseLength;
    }
}
