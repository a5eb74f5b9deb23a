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

    /// <summary>
    /// The convolution of a convolution's output gradient that gives its input's gradient: filters and channels change places,
    /// filters are turned by 180 degrees (<see cref="PackedFilters.ForWinograd"/> turns them), and what was padding is cut off.
    /// </summary>
    public static ConvProblem InputGradient(in ConvProblem p) => p.ToAdjoint() with { PadTop = 2 - p.PadTop, PadLeft = 2 - p.PadLeft };

    /// <summary>Convolves from either layout to either; see the other form for the arguments, and for what goes to blocks alone.</summary>
    public static void Forward(in ConvProblem p, float* x, ActivationLayout inputLayout, PackedFilters packed, float* bias, float* y,
        ActivationLayout outputLayout, ConvStore store, float* beside = null)
    {
        if (inputLayout == ActivationLayout.Nchw && outputLayout == ActivationLayout.Nchw && BandRows(p) > 0)
        {
            WinogradBands.Forward(p, x, packed, bias, y, store);
            return;
        }

        x = BlockedActivations.InBlocks(p.Batch, p.Channels, p.Plane, x, inputLayout, Scratch.Use.Input);
        if (outputLayout == ActivationLayout.Nchw16c)
        {
            Forward(p, x, packed, bias, y, store, beside);
            return;
        }

        var blocked = Scratch.Floats(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane), Scratch.Use.Output);
        Forward(p, x, packed, bias, blocked, store, beside);
        BlockedActivations.ToTensor(p.Batch, p.Filters, p.OutPlane, blocked, y);
    }

    /// <summary>Convolves blocked activations into blocked activations.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="packed">Transformed filters.</param>
    /// <param name="bias">One per filter, or null.</param>
    /// <param name="y">Output, overwritten.</param>
    /// <param name="store">What becomes of the outputs before they are stored.</param>
    /// <param name="beside">Blocks beside the output, as for <see cref="Conv2dDirect"/>.</param>
    public static void Forward(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y, ConvStore store, float* beside = null)
    {
        var (down, across) = Tiles(p);
        var tiles = p.Batch * down * across;
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
                Beside = beside,
                Store = store,
                Tiles = tiles,
                PerRun = (tiles + runs - 1) / runs,
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
        var inputs = Scratch.Floats(Places * PlaceLength(p.Channels, perRun), Scratch.Use.WinogradInput);
        var products = Scratch.Floats(Places * PlaceLength(p.Filters, perRun), Scratch.Use.WinogradOutput);

        var first = run * perRun;
        var count = Math.Min(perRun, tiles - first);
        Lanes.Start(new WinogradInput(p, job->X, first, count, inputs));
        Lanes.Start(new WinogradProducts(p, inputs, count, *job->Packed, products));
        Lanes.Start(new WinogradOutput(p, products, first, count, job->Bias, job->Y, job->Store, job->Beside));
    }

    /// <summary>Rows of tiles that a part of a large image takes, from tensor to tensor; 0 where the image has too few for several threads.</summary>
    public static int BandRows(in ConvProblem p)
    {
        var (down, across) = Tiles(p);
        var rows = (FewestTiles + across - 1) / across;
        return down >= FewestParts * rows ? rows : 0;
    }

    /// <summary>Stretches that cover so many tiles.</summary>
    public static int Stretches(int tiles) => (tiles + Stretch - 1) / Stretch;

    /// <summary>A tile's image, row of tiles and column of tiles.</summary>
    public static (int N, int Row, int Column) Place(in ConvProblem p, int tile)
    {
        var (down, across) = Tiles(p);
        var (rest, column) = Math.DivRem(tile, across);
        var (n, row) = Math.DivRem(rest, down);
        return (n, row, column);
    }

    /// <summary>Tiles of an image, along its height and its width; the last ones reach beyond it where they do not fit.</summary>
    public static (int Down, int Across) Tiles(in ConvProblem p) => ((p.OutHeight + Step - 1) / Step, (p.OutWidth + Step - 1) / Step);

    /// <summary>Numbers of one place for so many tiles; an odd number of lines of memory, so that places share no set of a cache.</summary>
    public static nint PlaceLength(int channels, int tiles) => ((nint)BlockedActivations.Blocks(channels) * tiles | 1) * Block;

#pragma warning disable CS8500 // The caller of the parts keeps the filters alive and in place.
    private struct Job
    {
        public ConvProblem* P;
        public float* X, Bias, Y, Beside;
        public ConvStore Store;
        public int Tiles, PerRun;
        public PackedFilters* Packed;
    }
#pragma warning restore CS8500
}
