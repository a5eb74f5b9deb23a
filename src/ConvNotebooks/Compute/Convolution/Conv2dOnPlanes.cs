using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Direct convolution from planes to planes, with pixels in the lanes (<see cref="PlaneTileRoutine{L, V, R, Q, M}"/>): outputs
/// are stored where they belong, with no block to turn. A tile goes through all channels; a part of the work is one image, a few
/// rows of it, a few filters. Equals <see cref="Conv2dReference"/>.
/// </summary>
/// <param name="p">The sizes.</param>
/// <param name="x">Input [N, C, H, W].</param>
/// <param name="packed">The filters.</param>
/// <param name="bias">One per filter, or null.</param>
/// <param name="y">Output [N, K, OH, OW], overwritten.</param>
internal readonly unsafe struct Conv2dOnPlanes(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y) : IRoutine
{
    private const int BytesInCache = 1 << 18, Widest = 16, FewTaps = 48;

    private readonly ConvProblem p = p;

    /// <summary>
    /// Whether it is the faster way, where lines are whole vectors: outputs of few multiply-adds take longer to turn than to compute
    /// (3x3 windows of an image's three channels gain a tenth to a third), and 20 filters fill 20 of 32 lanes (a quarter). Elsewhere
    /// tiles with filters in the lanes share more and leave out more padding; pointwise ones lost a tenth here from memory.
    /// </summary>
    public static bool Serves(in ConvProblem p) => p is { StrideH: 1, StrideW: 1, WindowTaps: > 1 } && p.OutWidth % Widest == 0
        && (p.Taps <= FewTaps || LeavesLanesEmpty(p.GroupFilters));

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                Axis = p.AxisH,
                Filters = packed.Blocks,
                Y = y,
                Tail = Math.Max(0, p.OutWidth - p.Width + (p.FilterWidth - 1) * p.DilationW - p.PadLeft),
            };
            Tables(ref job, bias);

            var rowBytes = (long)p.GroupChannels * p.Width * sizeof(float);
            var rows = (int)Math.Max(BytesInCache / rowBytes, PlaneTileRoutines<L, V>.Rows);
            job.Bands = (p.OutHeight + rows - 1) / rows;
            job.Strips = (p.GroupFilters + PlaneTileRoutines<L, V>.Filters - 1) / PlaneTileRoutines<L, V>.Filters;
            var bands = p.Batch * p.Groups * job.Bands;
            job.Runs = Compute.Threads == 1 ? 1 : Math.Clamp((Workers.EnoughParts + bands - 1) / bands, 1, job.Strips);
            Workers.For(bands * job.Runs, &Part<L, V>, &job, p.MultiplyAdds);
        }

        GC.KeepAlive(packed);
    }

    /// <summary>Where the planes are, the taps, the biases and which columns there are.</summary>
    private void Tables(ref Job job, float* bias)
    {
        var (planes, reach) = (p.Batch * p.Channels, (p.PadLeft, job.Tail));
        var length = PixelPlanes.Length(planes, p.Plane, p.Width, reach, spare: 0);
        var memory = Scratch.Floats(length + p.WindowTaps * sizeof(PixelTap) / sizeof(float) + p.Filters, Scratch.Use.Table);
        job.Planes = new(x, planes, p.Plane, p.Width, reach, spare: 0, memory);
        job.Taps = (PixelTap*)(memory + length);
        job.Biases = (float*)(job.Taps + p.WindowTaps);
        for (var tap = 0; tap < p.WindowTaps; tap++)
        {
            var (fy, fx) = Math.DivRem(tap, p.FilterWidth);
            var (row, column) = (fy * p.DilationH - p.PadTop, fx * p.DilationW - p.PadLeft);
            job.Taps[tap] = new(row * p.Width + column, tap * PackedFilters.Block, row, column);
        }

        var biases = new Span<float>(job.Biases, p.Filters);
        if (bias == null)
            biases.Clear();
        else
            new Span<float>(bias, p.Filters).CopyTo(biases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (rest, run) = Math.DivRem(part, job->Runs);
        (rest, var g) = Math.DivRem(rest, p.Groups);
        var (n, band) = Math.DivRem(rest, job->Bands);
        var bottom = (band + 1) * p.OutHeight / job->Bands;
        var (first, end) = (run * job->Strips / job->Runs, (run + 1) * job->Strips / job->Runs);
        var tile = new PlaneTile
        {
            Planes = job->Planes.Pointers + n * p.Channels + g * p.GroupChannels,
            PlaneCount = p.GroupChannels,
            RowStep = p.Width,
            WeightPlaneStep = p.WindowTaps * PackedFilters.Block,
            YStep = p.OutWidth,
            YPlane = p.OutPlane,
        };
        for (int row = band * p.OutHeight / job->Bands, rows; row < bottom; row += rows)
        {
            // Rows whose windows have the same taps inside, as many as a tile has.
            var taps = job->Axis.TapsOf(row);
            for (rows = 1; rows < PlaneTileRoutines<L, V>.Rows && row + rows < bottom && job->Axis.TapsOf(row + rows) == taps;)
                rows++;
            tile.Taps = job->Taps + taps.From * p.FilterWidth;
            tile.TapCount = (taps.To - taps.From) * p.FilterWidth;

            // Strips share the rows' pixels in the near caches.
            var y = job->Y + ((nint)n * p.Filters + g * p.GroupFilters) * p.OutPlane + (nint)row * p.OutWidth;
            for (var strip = first; strip < end; strip++)
            {
                tile.YAhead = strip + 1 < end ? y + Filter<L, V>(strip + 1) * tile.YPlane : y + Filter<L, V>(first) * tile.YPlane + rows * tile.YStep;
                Strip<L, V>(job, &tile, row, rows, g, strip, y);
            }
        }
    }

    /// <summary>A strip's outputs of a few rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<L, V>(Job* job, PlaneTile* tile, int row, int rows, int g, int strip, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var filter = Filter<L, V>(strip);
        var filters = Math.Min(PlaneTileRoutines<L, V>.Filters, p.GroupFilters - filter);
        tile->Weights = job->Filters.Of(g, filter);
        tile->Biases = job->Biases + g * p.GroupFilters + filter;
        var next = tile->YAhead;
        for (var left = 0; left < p.OutWidth; left += L.Count)
        {
            tile->Offset = (nint)row * p.Width + left;
            tile->Columns = job->Planes.Columns + left;
            tile->Y = y + filter * tile->YPlane + left;
            tile->YAhead = left + L.Count < p.OutWidth ? tile->Y + L.Count : next;
            PlaneTileRoutines<L, V>.Run(tile, rows, filters, masked: left < p.PadLeft || left + L.Count > p.OutWidth - job->Tail);
        }
    }

    private static int Filter<L, V>(int strip)
        where L : ILanes<V>
        where V : unmanaged
        => strip * PlaneTileRoutines<L, V>.Filters;

    /// <summary>Whether a vector for every 16 filters has more than a sixth of its lanes empty.</summary>
    private static bool LeavesLanesEmpty(int filters) => 6 * filters < 5 * PackedFilters.Block * BlockedActivations.Blocks(filters);

    private struct Job
    {
        public ConvProblem* P;
        public WindowAxis Axis;
        public PixelPlanes Planes;
        public PixelTap* Taps;
        public FilterBlocks Filters;
        public float* Biases, Y;
        public int Tail, Bands, Strips, Runs;
    }
}
