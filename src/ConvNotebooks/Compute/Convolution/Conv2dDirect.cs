using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Direct convolution with register tiles: a strip of filters (two vectors, up to four) by up to 14 pixels, over packed filters and
/// either layout of activations. A part of the work is one image, one band of tiles, a few strips; partial sums of a block
/// of channels wait in the output, so that every output stays one chain. Equals <see cref="Conv2dReference"/>.
/// </summary>
/// <param name="p">The sizes.</param>
/// <param name="x">Input.</param>
/// <param name="inputLayout">Its layout.</param>
/// <param name="packed">The filters.</param>
/// <param name="bias">One per filter, or null.</param>
/// <param name="y">Output, overwritten.</param>
/// <param name="outputLayout">Its layout.</param>
/// <param name="store">What becomes of the outputs before they are stored.</param>
/// <param name="beside">
/// Blocks beside the output: with <see cref="ConvStore.Mask"/> the rectifier's output; with <see cref="ConvStore.MaxPool"/> where
/// the switches go (<see cref="BlockedSwitches"/>), null to leave them out.
/// </param>
/// <param name="finish">What becomes of blocked outputs after that, or null.</param>
internal readonly unsafe struct Conv2dDirect(
    in ConvProblem p, float* x, ActivationLayout inputLayout, PackedFilters packed, float* bias, float* y, ActivationLayout outputLayout,
    ConvStore store = ConvStore.Plain, float* beside = null, ConvFinish* finish = null)
    : IRoutine
{
    /// <summary>
    /// What is in the near caches anyway costs 4 to 8 % to ask for; from memory it comes a tenth to a twentieth sooner.
    /// </summary>
    public const int BytesInCaches = 4 << 20;

    private const int VectorsTogether = 8, MostSpotsAhead = 32, MostSpotsAsking = 12;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        if (!packed.Adjoint && SubsampledInput.Serves(p, inputLayout))
            RunOnSubsampled<L, V>();
        else
            RunOnTiles<L, V>();
    }

    /// <summary>Some images at a time, so that their pixels, once taken, are still in a near cache; nothing lies beside part of a batch.</summary>
    private void RunOnSubsampled<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var images = finish == null && beside == null ? SubsampledInput.ImagesTogether(p) : p.Batch;
        for (var n = 0; n < p.Batch; n += images)
        {
            var some = p with { Batch = Math.Min(images, p.Batch - n) };
            var pixels = SubsampledInput.Take<L, V>(some, x + BlockedActivations.Length(inputLayout, n, p.Channels, p.Plane), inputLayout);
            var to = y + BlockedActivations.Length(outputLayout, n, p.Filters, p.OutPlane);
            new Conv2dDirect(SubsampledInput.Problem(some), pixels, inputLayout, packed, bias, to, outputLayout, store, beside, finish).RunOnTiles<L, V>();
        }
    }

    private void RunOnTiles<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var plan = packed.Plan(p, inputLayout, L.TileRows, L.Count);
        fixed (ConvPlan.Spot* spots = plan.Spots)
        fixed (ConvPlan.Band* bands = plan.Bands)
        fixed (Tap* taps = plan.Taps)
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                X = x,
                Y = y,
                Beside = beside,
                Bias = bias,
                Filters = packed.Blocks,
                Spots = spots,
                Taps = taps,
                ChannelBlock = plan.ChannelBlock,
                ChannelBlockStep = plan.ChannelBlockStep,
                TapStep = packed.Adjoint ? -PackedFilters.Block : PackedFilters.Block,
                Rectify = (store & ConvStore.Rectify) != 0,
                MaxPool = (store & ConvStore.MaxPool) != 0,
                Mask = (store & ConvStore.Mask) != 0,
                BlockedInput = inputLayout == ActivationLayout.Nchw16c,
                AskForInput = inputLayout == ActivationLayout.Nchw && plan.TapColumns == 1 && (long)p.InputLength * sizeof(float) > BytesInCaches,
                FarOutput = (long)p.OutputLength * sizeof(float) > BytesInCaches,
                InOutput = outputLayout == ActivationLayout.Nchw16c && (store & ConvStore.MaxPool) == 0,
                Finish = finish,
                Bands = bands,
                BandCount = plan.Bands.Length,
                Tiles = new(plan, inputLayout),
                Strips = plan.Strips,
            };
            var strips = plan.Strips.Count;

            // Strips of one part share the channels' pixels in the near cache; enough parts are left for several threads.
            var parts = Compute.Threads == 1 ? 1 : Workers.EnoughParts;
            var perPart = Math.Clamp(p.Batch * job.BandCount * p.Groups * strips / parts, 1, VectorsTogether / plan.Strips.Most);

            // Two threads that write the same planes of a tensor would share lines of memory at every band's end.
            job.StripsFirst = p.WindowTaps == 1 && p.Filters > p.Channels && p.GroupFilters > 15 * L.Count && job.BandCount > 1 && outputLayout == ActivationLayout.Nchw;
            job.StripRuns = (strips + perPart - 1) / perPart;
            Workers.For(p.Batch * job.BandCount * p.Groups * job.StripRuns, &Part<L, V>, &job, p.MultiplyAdds);
        }

        GC.KeepAlive(packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        int rest, run, g, n, b;
        if (job->StripsFirst)
        {
            (rest, b) = Math.DivRem(part, job->BandCount);
            (rest, n) = Math.DivRem(rest, p.Batch);
            (g, run) = Math.DivRem(rest, job->StripRuns);
        }
        else
        {
            (rest, run) = Math.DivRem(part, job->StripRuns);
            (rest, g) = Math.DivRem(rest, p.Groups);
            (n, b) = Math.DivRem(rest, job->BandCount);
        }

        ref readonly var band = ref job->Bands[b];
        var strips = job->Strips.Count;
        var (firstStrip, lastStrip) = (run * strips / job->StripRuns, (run + 1) * strips / job->StripRuns);

        // Strips share the pixels of a block of channels; what needs one block only is stored strip by strip, from a near cache.
        var together = p.GroupChannels > job->ChannelBlock ? lastStrip - firstStrip : 1;
        for (var strip = firstStrip; strip < lastStrip; strip += together)
            Strips<L, V>(job, band, n, g, strip, Math.Min(strip + together, lastStrip));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strips<L, V>(Job* job, in ConvPlan.Band band, int n, int g, int firstStrip, int lastStrip)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var most = (nint)band.Pixels * job->Strips.Most * L.Count;
        var sums = job->InOutput ? null : Scratch.Floats(most * (lastStrip - firstStrip));
        var x = job->X + Image(n, g, p, job->BlockedInput);
        var input = default(InputAhead);
        for (var c = 0; c < p.GroupChannels; c += job->ChannelBlock, x += job->ChannelBlockStep)
        {
            var follow = Math.Min(job->ChannelBlock, p.GroupChannels - c - job->ChannelBlock);
            if (job->AskForInput && follow > 0)
                input.Begin(x + job->ChannelBlockStep, follow, p.Plane, band.Input, band.Spots);
            for (var strip = firstStrip; strip < lastStrip; strip++)
            {
                var (filter, filters) = job->Strips[strip];
                var to = job->InOutput
                    ? job->Y + Blocks(job, n, g * p.GroupFilters + filter, p.OutPlane)
                    : sums + (strip - firstStrip) * most - (nint)band.Y * job->Strips.VectorsOf(filters) * L.Count;

                // What comes next: the same channels of the next strip, the first strip's next channels, or the strips that follow.
                var (nextC, nextStrip) = strip + 1 < lastStrip ? (c, strip + 1) : (c + job->ChannelBlock, firstStrip);
                var ends = nextC >= p.GroupChannels;
                if (ends)
                    (nextC, nextStrip) = (0, lastStrip % job->Strips.Count);
                var later = L.Count == 16 && ends ? null : Weights(job, g, nextC, job->Strips[nextStrip].First);
                Channels<L, V>(job, band, x, c, g, filter, filters, to, later, ref input);
                if (job->Finish != null && c + job->ChannelBlock >= p.GroupChannels)
                    ConvFinish.Apply<L, V>(job->Finish, to, n, g * p.GroupFilters + filter, filters, p.OutPlane, band.Y, band.Pixels);
            }
        }

        for (var strip = firstStrip; strip < lastStrip && job->Mask; strip++)
        {
            var (filter, filters) = job->Strips[strip];
            Mask<L, V>(job, band, filters, Blocks(job, n, g * p.GroupFilters + filter, p.OutPlane));
        }

        for (var strip = firstStrip; strip < lastStrip && !job->InOutput; strip++, sums += most)
        {
            var (filter, filters) = job->Strips[strip];
            filter += g * p.GroupFilters;
            var width = job->Strips.VectorsOf(filters) * L.Count;
            if (job->MaxPool)
            {
                var pooled = Blocks(job, n, filter, p.OutPlane / 4);
                var switches = job->Beside == null ? null : job->Beside + pooled;
                MaxPool<L, V>(sums, width, p.OutWidth, band, filters, job->Y + pooled, switches, p.OutPlane / 4);
            }
            else
                Transpose.ToPlanes(sums, width, band.Pixels, filters, job->Y + ((nint)n * p.Filters + filter) * p.OutPlane + band.Y, p.OutPlane, job->FarOutput);
        }
    }

    /// <summary>Takes one strip's chains of a band through a block of channels; later weights are asked for meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channels<L, V>(
        Job* job, in ConvPlan.Band band, float* x, int c, int g, int filter, int filters, float* output, float* later, ref InputAhead input)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var channels = Math.Min(job->ChannelBlock, p.GroupChannels - c);
        var width = job->Strips.VectorsOf(filters) * L.Count;
        var biases = stackalloc float[4 * PackedFilters.Block];
        for (var i = 0; i < width; i++)
            biases[i] = i < filters && job->Bias != null ? job->Bias[g * p.GroupFilters + filter + i] : 0;

        var step = job->InOutput ? 16 : width;
        var second = L.Count == 16 && job->InOutput ? (nint)p.OutPlane * 16 : L.Count;
        var tile = new Tile
        {
            Bias0 = biases,
            Bias1 = biases + L.Count,
            W0 = Weights(job, g, c, filter),
            TapStep = job->TapStep,
            Plane = p.Plane,
            YVector = second,
            Resume = c > 0,
            Rectify = job->Rectify && c + channels == p.GroupChannels,
        };
        tile.W1 = tile.W0 + (L.Count == 16 ? job->Filters.Length : L.Count);

        // Few tiles go through many weights: each asks for its share of those that come next, or the first would wait for all.
        // A narrow strip is one block of filters, and its first tiles ask for everything.
        var asking = later == null ? 0 : L.Count < 16 ? Math.Min(band.Spots, MostSpotsAsking)
            : band.Spots <= MostSpotsAhead * job->Strips.Most / 2 ? band.Spots : 0;
        nint asked = 0, block = (nint)sizeof(float) * PackedFilters.Block * channels * p.WindowTaps;
        var vectors = width / L.Count;
        var share = (L.Count < 16 ? block : vectors * block) / Math.Max(asking, 1);
        for (ConvPlan.Spot* spot = job->Spots + band.FirstSpot, end = spot + band.Spots, silent = spot + asking; spot < end; spot++, asked += share)
        {
            var ahead = spot < silent;
            if (job->AskForInput)
                input.Ask();
            tile.X = x + spot->X;
            tile.XStep = spot->XStep;
            tile.Taps = job->Taps + spot->FirstTap;
            tile.TapCount = spot->TapsPerChannel * channels;
            tile.Y0 = output + (nint)spot->Y * step;
            tile.Y1 = tile.Y0 + second;
            tile.YStep = spot->YStep * step;
            var askedBlocks = asked / block;
            tile.Ahead = (byte*)(later + askedBlocks * job->Filters.Length) + (asked - askedBlocks * block);
            tile.AheadStep = share / Math.Max(tile.TapCount * job->Tiles.TapColumns, 1);
            if (!ahead)
            {
                tile.Ahead = (byte*)tile.W0;
                tile.AheadStep = 0;
            }

            job->Tiles.Run<L, V>(&tile, spot, vectors, ahead);
        }
    }

    /// <summary>A strip's outputs of a band, while they are in a near cache: 0 where what lies beside them is not above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mask<L, V>(Job* job, in ConvPlan.Band band, int filters, nint first)
        where L : ILanes<V>
        where V : unmanaged
    {
        var second = L.Count == 16 ? (nint)job->P->OutPlane * 16 : L.Count;
        for (var vector = 0; vector * L.Count < filters; vector++)
        {
            var y = job->Y + first + vector * second + (nint)band.Y * 16;
            var beside = job->Beside + first + vector * second + (nint)band.Y * 16;
            for (var pixel = 0; pixel < band.Pixels; pixel++, y += 16, beside += 16)
                L.Store(L.IfLess(L.Broadcast(0), L.Load(beside), L.Load(y), L.Broadcast(0)), y);
        }
    }

    /// <summary>A strip's sums of a band to the largest of each 2x2 square, in blocks; the plane is the pooled one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaxPool<L, V>(float* sums, nint pixel, int width, in ConvPlan.Band band, int filters, float* blocks, float* switches, nint plane)
        where L : ILanes<V>
        where V : unmanaged
    {
        var second = L.Count == 16 ? plane * 16 : L.Count;
        var row = pixel * width;
        for (var vector = 0; vector * L.Count < filters; vector++)
        {
            var from = sums + vector * L.Count;
            var first = vector * second + (nint)band.Y / 4 * 16;
            float* to = blocks + first, place = switches == null ? null : switches + first;
            for (var line = 0; line < band.Pixels; line += 2 * width, from += row)
            {
                for (var x = 0; x < width; x += 2, from += 2 * pixel, to += 16)
                {
                    if (place != null)
                    {
                        var (value, winner) = (L.Load(from), L.Broadcast(0));
                        BlockedSwitches.Next<L, V>(ref value, ref winner, L.Load(from + pixel), 1);
                        BlockedSwitches.Next<L, V>(ref value, ref winner, L.Load(from + row), 2);
                        BlockedSwitches.Next<L, V>(ref value, ref winner, L.Load(from + row + pixel), 3);
                        L.Store(value, to);
                        L.Store(winner, place);
                        place += 16;
                        continue;
                    }

                    var top = L.Larger(L.Load(from), L.Load(from + pixel));
                    L.Store(L.Larger(L.Larger(top, L.Load(from + row)), L.Load(from + row + pixel)), to);
                }
            }
        }
    }

    private static float* Weights(Job* job, int g, int c, int filter) =>
        job->Filters.Of(g, filter) + (nint)c * job->P->WindowTaps * PackedFilters.Block;

    /// <summary>Where a filter's outputs of an image begin in blocks.</summary>
    private static nint Blocks(Job* job, int n, int filter, int plane) =>
        ((nint)n * BlockedActivations.Blocks(job->P->Filters) + filter / 16) * plane * 16 + filter % 16;

    private static nint Image(int n, int g, in ConvProblem p, bool blocked) => blocked
        ? ((nint)n * ((p.Channels + 15) / 16) * 16 + (nint)g * p.GroupChannels) * p.Plane
        : ((nint)n * p.Channels + (nint)g * p.GroupChannels) * p.Plane;

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Y, Beside, Bias;
        public FilterBlocks Filters;
        public ConvPlan.Spot* Spots;
        public ConvPlan.Band* Bands;
        public Tap* Taps;
        public ConvFinish* Finish;
        public int ChannelBlock, ChannelBlockStep, TapStep;
        public ConvTiles Tiles;
        public bool Rectify, MaxPool, Mask, BlockedInput, AskForInput, InOutput, FarOutput;
        public FilterStrips Strips;
        public int BandCount, StripRuns;
        public bool StripsFirst;
    }
}
