using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// What comes back through a max pooling of 2x2 squares to the filters of one block: per filter a list of the gradients that
/// are not 0, each with the place of the square's largest pixel, in the order of the pixels before the pooling. A square has
/// one at most, so that three of four pixels, and all squares that a rectifier switched off, are in no list.
/// </summary>
internal readonly unsafe struct WinnerLists
{
    private const int Block = PackedFilters.Block;

    // A whole vector is stored of which some lanes count.
    private const int Slack = 16;

    private readonly int* counts, windows;
    private readonly float* masked, turned, places, gradients;
    private readonly int width, capacity, rowStep;

    /// <param name="memory">So many numbers as <see cref="Length"/> says.</param>
    /// <param name="rows">Rows of squares that are listed together at most.</param>
    /// <param name="width">Squares of a row.</param>
    /// <param name="rowStep">From one row of pixels to the next where the windows are looked for, in floats.</param>
    public WinnerLists(float* memory, int rows, int width, int rowStep)
    {
        (this.width, this.rowStep) = (width, rowStep);
        capacity = Capacity(rows, width);
        counts = (int*)memory;
        masked = memory + Block;
        turned = masked + (nint)Block * capacity;
        places = turned + (nint)Block * capacity;
        gradients = places + (nint)Block * capacity;
        windows = (int*)(gradients + (nint)Block * capacity);
    }

    public static long Length(int rows, int width) => Block + 5L * Block * Capacity(rows, width);

    /// <summary>Gives a tile the list of a filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void To(ref WinnerTile tile, int filter)
    {
        tile.Windows = Windows(filter);
        tile.Gradients = Gradients(filter);
        tile.Count = counts[filter];
    }

    /// <summary>Lists neighbouring rows of squares of a few filters; tells whether all gradients are finite.</summary>
    /// <param name="pooled">What comes back: the block's first filter at the first square.</param>
    /// <param name="first">The first filter in the block; it is 0 in the lists.</param>
    /// <param name="filters">Filters from there on.</param>
    /// <param name="rows">Rows of squares.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Fill<L, V>(PooledGradient pooled, int first, int filters, int rows)
        where L : ILanes<V>
        where V : unmanaged
    {
        float* dy = pooled.Dy, rectified = pooled.Rectified;

        // 0 · g stays 0 until a gradient is not finite.
        var spoilt = L.Broadcast(0);
        for (var square = 0; square < rows * width; square++)
        {
            for (var lane = 0; lane < Block; lane += L.Count)
            {
                var at = square * Block + lane;
                var g = L.Load(dy + at);
                if (rectified != null)
                    g = L.IfLess(L.Broadcast(0), L.Load(rectified + at), g, L.Broadcast(0));
                spoilt = L.FusedMultiplyAdd(L.Broadcast(0), g, spoilt);
                L.Store(g, masked + at);
            }
        }

        Transpose.ToPlanes(masked + first, Block, rows * width, filters, turned, capacity);
        Transpose.ToPlanes(pooled.Switches + first, Block, rows * width, filters, places, capacity);
        for (var filter = 0; filter < filters; filter++)
            counts[filter] = L.Count == Block && Avx512F.IsSupported ? ListByVectors(filter, rows) : List(filter, rows);
        return PaddedBand.AllZero<L, V>(spoilt);
    }

    /// <summary>A filter's squares one by one: those with their winner in the upper row of pixels, then those in the lower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int List(int filter, int rows)
    {
        var toWindow = Windows(filter);
        var toGradient = Gradients(filter);
        var count = 0;
        float* from = turned + (nint)filter * capacity, place = places + (nint)filter * capacity;
        for (var row = 0; row < rows; row++, from += width, place += width)
        {
            for (var half = 0; half < 2; half++)
            {
                for (var square = 0; square < width; square++)
                {
                    var (g, winner) = (from[square], (int)place[square]);
                    toGradient[count] = g;
                    toWindow[count] = (2 * row + half) * rowStep + (2 * square + (winner & 1)) * Block;
                    count += (winner >> 1 == half ? 1 : 0) & (g != 0 ? 1 : 0);
                }
            }
        }

        return count;
    }

    /// <summary>The same, sixteen squares at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ListByVectors(int filter, int rows)
    {
        var (width, rowStep) = (this.width, this.rowStep);
        var toWindow = Windows(filter);
        var toGradient = Gradients(filter);
        float* from = turned + (nint)filter * capacity, place = places + (nint)filter * capacity;
        var lanes = Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        for (var row = 0; row < rows; row++, from += width, place += width)
        {
            for (var half = 0; half < 2; half++)
            {
                // The pixels of the upper row are places 0 and 1, those of the lower 2 and 3; offsets are exact in a float.
                var rowStart = (2 * row + half) * rowStep - 2 * half * Block;
                for (var square = 0; square < width; square += 16)
                {
                    Vector512<float> g = Vector512.Load(from + square), winner = Vector512.Load(place + square);
                    var inRow = half == 0 ? Vector512.LessThan(winner, Vector512.Create(2f)) : Vector512.GreaterThan(winner, Vector512.Create(1f));
                    var listed = inRow & Vector512.LessThan(lanes, Vector512.Create((float)(width - square))) & ~Vector512.Equals(g, Vector512<float>.Zero);
                    var window = Vector512.FusedMultiplyAdd(lanes, Vector512.Create(2f * Block),
                        Vector512.FusedMultiplyAdd(winner, Vector512.Create((float)Block), Vector512.Create((float)(rowStart + 2 * square * Block))));
                    Avx512F.Compress(Vector512<float>.Zero, listed, g).Store(toGradient);
                    Avx512F.Compress(Vector512<int>.Zero, listed.AsInt32(), Avx512F.ConvertToVector512Int32(window)).Store(toWindow);
                    var count = System.Numerics.BitOperations.PopCount((uint)Vector512.ExtractMostSignificantBits(listed));
                    toGradient += count;
                    toWindow += count;
                }
            }
        }

        return (int)(toGradient - Gradients(filter));
    }

    private int* Windows(int filter) => windows + (nint)filter * capacity;

    private float* Gradients(int filter) => gradients + (nint)filter * capacity;

    private static int Capacity(int rows, int width) => (rows * width + Slack + 15) / 16 * 16;
}
