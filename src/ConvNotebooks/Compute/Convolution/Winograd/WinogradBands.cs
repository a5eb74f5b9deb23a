namespace ConvNotebooks.Routines;

/// <summary>
/// Winograd on tensors, N C H W in and out, for large images: a band of tiles' rows is a convolution of its own, whose pixels are
/// brought into blocks, convolved and put back while they are in a near cache. The tiles, and so the bits, are the image's.
/// </summary>
internal static unsafe class WinogradBands
{
    private const int Block = PackedFilters.Block;

    public static void Forward(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y, ConvStore store)
    {
        var rows = Conv2dWinograd.BandRows(p) * Conv2dWinograd.Step;
        fixed (ConvProblem* problem = &p)
        {
#pragma warning disable CS8500 // The filters are kept alive and in place by this frame.
            var job = new Job { P = problem, X = x, Packed = &packed, Bias = bias, Y = y, Store = store, Rows = rows };
#pragma warning restore CS8500
            job.Bands = (p.OutHeight + rows - 1) / rows;
            Workers.For(p.Batch * job.Bands, &Band, &job, p.MultiplyAdds);
        }
    }

    private static void Band(void* state, int part)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, band) = Math.DivRem(part, job->Bands);

        // The last band begins early enough to be as long as the others, at a tile's row, so that one plan serves them all.
        var whole = (p.OutHeight + Conv2dWinograd.Step - 1) / Conv2dWinograd.Step * Conv2dWinograd.Step;
        var first = Math.Min(band * job->Rows, whole - job->Rows);
        var last = Math.Min(first + job->Rows, p.OutHeight);
        var (top, bottom) = (Math.Max(first - p.PadTop, 0), Math.Min(first + job->Rows + 2 - p.PadTop, p.Height));
        var q = p with { Batch = 1, Height = bottom - top, PadTop = top - (first - p.PadTop), OutHeight = last - first };

        var from = Scratch.Floats(BlockedActivations.Length(1, q.Channels, q.Plane), Scratch.Use.Input);
        var to = Scratch.Floats(BlockedActivations.Length(1, q.Filters, q.OutPlane), Scratch.Use.Output);
        for (var c = 0; c < q.Channels; c += Block)
        {
            var pixels = job->X + ((nint)n * p.Channels + c) * p.Plane + (nint)top * p.Width;
            BlockedActivations.ToBlock(pixels, p.Plane, Math.Min(Block, q.Channels - c), q.Plane, from + (nint)c * q.Plane);
        }

        Conv2dWinograd.Forward(q, from, *job->Packed, job->Bias, to, job->Store);
        for (var k = 0; k < q.Filters; k += Block)
        {
            var pixels = job->Y + ((nint)n * p.Filters + k) * p.OutPlane + (nint)first * p.OutWidth;
            Transpose.ToPlanes(to + (nint)k * q.OutPlane, Block, q.OutPlane, Math.Min(Block, q.Filters - k), pixels, p.OutPlane);
        }
    }

#pragma warning disable CS8500
    private struct Job
    {
        public ConvProblem* P;
        public float* X, Bias, Y;
        public PackedFilters* Packed;
        public ConvStore Store;
        public int Rows, Bands;
    }
#pragma warning restore CS8500
}
