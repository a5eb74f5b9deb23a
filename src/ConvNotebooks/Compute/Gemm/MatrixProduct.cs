using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The sizes of a matrix product c = a·b: c [rows, columns] from <see cref="Terms"/> products each.</summary>
/// <param name="Rows">Rows of a and of c.</param>
/// <param name="Terms">Columns of a and rows of b: the length of each chain.</param>
/// <param name="Columns">Columns of b and of c.</param>
/// <param name="RowStep">From one row of a to the next, in floats.</param>
/// <param name="TermStep">From one column of a to the next, in floats: a may lie transposed.</param>
/// <param name="Resume">Whether the chains start from what is in c rather than from +0.</param>
internal readonly record struct ProductSizes(int Rows, int Terms, int Columns, int RowStep, int TermStep, bool Resume = false);

/// <summary>
/// A matrix product c = a·b with the register tiles of the convolution: a strip of columns (two vectors) by up to 14 rows; lane
/// 0 is the strip's first column. b and c are row after row without gaps. A part of the work is one strip: its columns of b are
/// laid side by side, a block of terms at a time, and partial sums wait in c (in scratch memory for the last, narrow strip).
/// Every number of c is one chain of fused multiply-adds from +0, or from what c held, over the terms in order, as in
/// <see cref="DenseGradientReference"/>.
/// </summary>
internal readonly unsafe struct MatrixProduct(in ProductSizes sizes, float* a, float* b, float* c) : IRoutine
{
    private const int TermBlock = 256;
    private readonly ProductSizes sizes = sizes;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var strip = 2 * L.Count;
        var taps = stackalloc Tap[TermBlock];
        for (var i = 0; i < TermBlock; i++)
            taps[i] = new(i * sizes.TermStep, i * strip);
        fixed (ProductSizes* s = &sizes)
        {
            var job = new Job { Sizes = s, A = a, B = b, C = c, Taps = taps };
            Workers.For((sizes.Columns + strip - 1) / strip, &Strip<L, V>, &job, (long)sizes.Rows * sizes.Terms * sizes.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var s = ref *job->Sizes;
        var width = 2 * L.Count;
        var first = part * width;
        var columns = Math.Min(width, s.Columns - first);
        var narrow = columns < width;
        var packed = Scratch.Floats((long)width * (TermBlock + 1 + (narrow ? s.Rows : 0)));
        var zeros = packed + TermBlock * width;
        new Span<float>(zeros, width).Clear();
        var to = narrow ? zeros + width : job->C + first;
        var step = narrow ? width : s.Columns;

        var tiles = (s.Rows + L.TileRows - 1) / L.TileRows;
        var tile = new Tile
        {
            XStep = s.RowStep,
            Taps = job->Taps,
            W0 = packed,
            W1 = packed + L.Count,
            Bias0 = zeros,
            Bias1 = zeros,
            YStep = step,
        };
        if (narrow && s.Resume)
            Copy(job->C + first, s.Columns, s.Rows, columns, to, width);
        for (var term = 0; term < s.Terms; term += TermBlock)
        {
            tile.TapCount = Math.Min(TermBlock, s.Terms - term);
            tile.Resume = term > 0 || s.Resume;
            Copy(job->B + (nint)term * s.Columns + first, s.Columns, tile.TapCount, columns, packed, width);
            for (var t = 0; t < tiles; t++)
            {
                var (from, end) = ((int)((long)t * s.Rows / tiles), (int)((long)(t + 1) * s.Rows / tiles));
                tile.X = job->A + (nint)from * s.RowStep + (nint)term * s.TermStep;
                tile.Y0 = to + (nint)from * step;
                tile.Y1 = tile.Y0 + L.Count;
                TileRoutines<L, V, WholeTaps>.Run(&tile, end - from, columns > L.Count);
            }
        }

        if (narrow)
            Copy(to, width, s.Rows, columns, job->C + first, s.Columns);
    }

    private static void Copy(float* from, nint fromStep, int rows, int columns, float* to, nint toStep)
    {
        for (var row = 0; row < rows; row++)
            new Span<float>(from + row * fromStep, columns).CopyTo(new(to + row * toStep, columns));
    }

    private struct Job
    {
        public ProductSizes* Sizes;
        public float* A, B, C;
        public Tap* Taps;
    }
}
