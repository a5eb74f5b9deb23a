namespace ConvNotebooks.Routines;

/// <summary>
/// Direct convolution with register tiles: a strip of filters (two vectors) by up to 14 pixels, over packed filters and
/// either layout of activations. A part of the work is one image, one run of tiles and one strip; partial sums of a block
/// of channels wait in the output, so that every output stays one chain. Equals <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct Conv2dDirect(
    in ConvProblem p, float* x, ActivationLayout inputLayout, PackedFilters packed, float* bias, float* y, ActivationLayout outputLayout)
    : IRoutine
{
    private const int SpotsPerPart = 16;
    private const int MaxTileRows = 14;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var plan = packed.Plan(p, inputLayout, L.TileRows);
        fixed (ConvPlan.Spot* spots = plan.Spots)
        fixed (Tap* taps = plan.Taps)
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                X = x,
                Y = y,
                Bias = bias,
                Weights = packed.Pointer,
                GroupBlocks = packed.GroupBlocks,
                BlockLength = packed.BlockLength,
                Spots = spots,
                SpotCount = plan.Spots.Length,
                Taps = taps,
                ChannelBlock = plan.ChannelBlock,
                ChannelBlockStep = plan.ChannelBlockStep,
                BlockedInput = inputLayout == ActivationLayout.Nchw16c,
                BlockedOutput = outputLayout == ActivationLayout.Nchw16c,
                Chunks = (plan.Spots.Length + SpotsPerPart - 1) / SpotsPerPart,
                Strips = (p.GroupFilters + 2 * L.Count - 1) / (2 * L.Count),
            };
            Workers.For(p.Batch * job.Chunks * p.Groups * job.Strips, &Part<L, V>, &job, p.MultiplyAdds);
        }

        GC.KeepAlive(packed);
    }

    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (rest, strip) = Math.DivRem(part, job->Strips);
        (rest, var g) = Math.DivRem(rest, p.Groups);
        var (n, chunk) = Math.DivRem(rest, job->Chunks);

        var filter = strip * 2 * L.Count;
        var filters = Math.Min(2 * L.Count, p.GroupFilters - filter);
        var weights = job->Weights + ((nint)g * job->GroupBlocks + filter / 16) * job->BlockLength + filter % 16;
        var firstFilter = g * p.GroupFilters + filter;
        var (firstSpot, lastSpot) = ((int)((long)chunk * job->SpotCount / job->Chunks), (int)((long)(chunk + 1) * job->SpotCount / job->Chunks));

        var biases = stackalloc float[32];
        for (var i = 0; i < 32; i++)
            biases[i] = i < filters && job->Bias != null ? job->Bias[firstFilter + i] : 0;
        var step = job->BlockedOutput ? 16 : 2 * L.Count;
        var output = job->BlockedOutput
            ? job->Y + ((nint)n * ((p.Filters + 15) / 16) + firstFilter / 16) * p.OutPlane * 16 + firstFilter % 16
            : Scratch.Floats((lastSpot - firstSpot) * MaxTileRows * step);

        var tile = new Tile { Bias0 = biases, Bias1 = biases + L.Count };
        var x = job->X + Image(n, g, p, job->BlockedInput);
        for (var c = 0; c < p.GroupChannels; c += job->ChannelBlock)
        {
            var channels = Math.Min(job->ChannelBlock, p.GroupChannels - c);
            tile.W0 = weights + (nint)c * p.WindowTaps * 16;
            tile.W1 = tile.W0 + (L.Count == 16 ? job->BlockLength : L.Count);
            tile.Resume = c > 0;
            var pixel = 0;
            for (var spot = job->Spots + firstSpot; spot < job->Spots + lastSpot; spot++)
            {
                tile.X = x + spot->X;
                tile.XStep = spot->XStep;
                tile.Taps = job->Taps + spot->FirstTap;
                tile.TapCount = spot->TapsPerChannel * channels;
                tile.Y0 = output + (nint)(job->BlockedOutput ? spot->Y : pixel) * step;
                tile.Y1 = tile.Y0 + (L.Count == 16 && job->BlockedOutput ? p.OutPlane * 16 : L.Count);
                tile.YStep = (job->BlockedOutput ? spot->YStep : 1) * step;
                TileRoutines<L, V>.Run(&tile, spot->Rows, filters > L.Count);
                pixel += spot->Rows;
            }

            x += job->ChannelBlockStep;
        }

        if (!job->BlockedOutput)
        {
            var plane = job->Y + ((nint)n * p.Filters + firstFilter) * p.OutPlane;
            StorePlanes(job->Spots + firstSpot, job->Spots + lastSpot, output, step, filters, plane, p.OutPlane);
        }
    }

    /// <summary>Copies the outputs of tiles, one after another in memory, to the planes of their filters; neighbouring tiles at once.</summary>
    private static void StorePlanes(ConvPlan.Spot* spot, ConvPlan.Spot* end, float* from, int step, int filters, float* plane, nint planeStep)
    {
        while (spot < end)
        {
            var (y, pixels) = (spot->Y, spot->Rows);
            if (spot->YStep != 1)
            {
                for (var k = 0; k < filters; k++)
                    for (var i = 0; i < pixels; i++)
                        plane[k * planeStep + y + i * spot->YStep] = from[i * step + k];
                spot++;
            }
            else
            {
                for (spot++; spot < end && spot->YStep == 1 && spot->Y == y + pixels; spot++)
                    pixels += spot->Rows;
                Transpose.ToPlanes(from, step, pixels, filters, plane + y, planeStep);
            }

            from += (nint)pixels * step;
        }
    }

    private static nint Image(int n, int g, in ConvProblem p, bool blocked) => blocked
        ? ((nint)n * ((p.Channels + 15) / 16) * 16 + (nint)g * p.GroupChannels) * p.Plane
        : ((nint)n * p.Channels + (nint)g * p.GroupChannels) * p.Plane;

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Y, Bias, Weights;
        public int GroupBlocks, BlockLength;
        public ConvPlan.Spot* Spots;
        public int SpotCount;
        public Tap* Taps;
        public int ChannelBlock, ChannelBlockStep;
        public bool BlockedInput, BlockedOutput;
        public int Chunks, Strips;
    }
}
