namespace ConvNotebooks.Routines;

/// <summary>
/// Winograd's F(4x4, 3x3): tiles of 6x6 pixels and the filters are transformed, multiplied in 36 places (there channels are
/// summed, as 36 pointwise convolutions in one), and transformed back to tiles of 4x4 outputs: 36 multiply-adds where the
/// direct form has 144. Other bits than the direct form, the same at every vector width and number of threads; about four
/// times its rounding error (root mean square; ten times at worst). Padding is multiplied as zeros.
/// </summary>
/// <remarks>Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308, F(4x4, 3x3).</remarks>
internal static unsafe class Conv2dWinograd
{
    /// <summary>Outputs of a tile along an axis.</summary>
    public const int Step = 4;

    /// <summary>Pixels of a tile along an axis.</summary>
    public const int Size = 6;

    /// <summary>Places in which tile and filter are multiplied.</summary>
    public const int Places = Size * Size;

    /// <summary>Neighbouring tiles that one thread transforms: what it writes in each place is beside nobody else's.</summary>
    public const int Stretch = 8;

    private const int Block = PackedFilters.Block;
    private const long BytesAtATime = 2 << 20;
    private const int FewestTiles = 56, FewestParts = 8;

    /// <summary>Whether the shape has a Winograd form here.</summary>
    public static bool Computes(in ConvProblem p) =>
        p is { FilterHeight: 3, FilterWidth: 3, StrideH: 1, StrideW: 1, DilationH: 1, DilationW: 1, Groups: 1 };

    /// <summary>Transforms filters w [K, C, 3, 3] and packs them.</summary>
    public static PackedFilters Pack(in ConvProblem p, ReadOnlySpan<float> w) =>
        new(Products(p, 1), WinogradFilters.Transform(p, w)) { Algorithm = ConvAlgorithm.Winograd };

    /// <summary>Convolves blocked activations into blocked activations.</summary>
    public static void Forward(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y, ConvStore store)
    {
        var down = (p.OutHeight + Step - 1) / Step;
        var tiles = p.Batch * down * ((p.OutWidth + Step - 1) / Step);
        var (channels, filters) = (BlockedActivations.Blocks(p.Channels) * Block, BlockedActivations.Blocks(p.Filters) * Block);

        // As many tiles at a time as a near cache holds, but enough that reading the filters again costs little.
        var most = (int)Math.Max(FewestTiles, BytesAtATime / (sizeof(float) * Places * (channels + filters)));
        var runs = (tiles + most - 1) / most;
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                X = x,
                Bias = bias,
                Y = y,
                Store = store,
                Tiles = tiles,
                PerRun = (tiles + runs - 1) / runs,
                Channels = channels,
                Filters = filters,
#pragma warning disable CS8500
                Packed = &packed,
#pragma warning restore CS8500
            };
            // Many runs are parts: what one transforms stays in the cache of its thread. Where they are few, their routines have parts.
            if (runs >= FewestParts)
                Workers.For(runs, &Run, &job, p.MultiplyAdds);
            for (var run = 0; run < runs && runs < FewestParts; run++)
                Run(&job, run);
        }
    }

    private static void Run(void* state, int run)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (tiles, perRun) = (job->Tiles, job->PerRun);
        var inputs = Scratch.Floats((long)Places * job->Channels * perRun, Scratch.Use.WinogradInput);
        var products = Scratch.Floats((long)Places * job->Filters * perRun, Scratch.Use.WinogradOutput);

        // The last run begins early enough to be as long as the others, so that one plan serves them all.
        var first = Math.Min(run * perRun, tiles - perRun);
        Lanes.Start(new WinogradInput(p, job->X, first, perRun, inputs));
        Lanes.Start(new Conv2dDirect(Products(p, perRun), inputs, ActivationLayout.Nchw16c, *job->Packed, null, products, ActivationLayout.Nchw16c));
        Lanes.Start(new WinogradOutput(p, products, first, perRun, job->Bias, job->Y, job->Store));
    }

    /// <summary>Rows of tiles that a part of a large image takes, from tensor to tensor; 0 where the image has too few for several threads.</summary>
    public static int BandRows(in ConvProblem p)
    {
        var (down, across) = ((p.OutHeight + Step - 1) / Step, (p.OutWidth + Step - 1) / Step);
        var rows = (FewestTiles + across - 1) / across;
        return down >= FewestParts * rows ? rows : 0;
    }

    /// <summary>Stretches that cover so many tiles.</summary>
    public static int Stretches(int tiles) => (tiles + Stretch - 1) / Stretch;

    /// <summary>A tile's image, row of tiles and column of tiles.</summary>
    public static (int N, int Row, int Column) Place(in ConvProblem p, int tile)
    {
        var (down, across) = ((p.OutHeight + Step - 1) / Step, (p.OutWidth + Step - 1) / Step);
        var (rest, column) = Math.DivRem(tile, across);
        var (n, row) = Math.DivRem(rest, down);
        return (n, row, column);
    }

    /// <summary>The pointwise convolution, a group for each place, that sums over channels; tiles are its pixels.</summary>
    private static ConvProblem Products(in ConvProblem p, int tiles) => new()
    {
        Batch = 1,
        Channels = Places * BlockedActivations.Blocks(p.Channels) * Block,
        Height = 1,
        Width = tiles,
        Filters = Places * BlockedActivations.Blocks(p.Filters) * Block,
        FilterHeight = 1,
        FilterWidth = 1,
        Groups = Places,
        OutHeight = 1,
        OutWidth = tiles,
    };

#pragma warning disable CS8500 // The caller of the parts keeps the filters alive and in place.
    private struct Job
    {
        public ConvProblem* P;
        public float* X, Bias, Y;
        public ConvStore Store;
        public int Tiles, PerRun, Channels, Filters;
        public PackedFilters* Packed;
    }
#pragma warning restore CS8500
}
