using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// What becomes of a convolution's blocked outputs while they are still in a near cache: normalised, then added to what a
/// residual connection skipped, then rectified. A lane is a channel, lane 0 the first of the vector's. The bits are those of
/// <see cref="BatchNormAlgorithms.ForwardBlocked"/>, <see cref="Elementwise.Add(float*, float*, float*, long)"/> (or
/// <see cref="Subsampling"/>) and <see cref="Elementwise.Relu(float*, float*, long)"/>, one after another.
/// </summary>
internal unsafe struct ConvFinish
{
    private const int Block = PackedFilters.Block;

    /// <summary>y = (y − mean)·factor + shift, one of each per channel of all blocks; null to leave out.</summary>
    public float* Mean, Factor, Shift;

    /// <summary>Blocked activations to add; null to leave out.</summary>
    public float* Added;

    /// <summary>The size of what is added; blocks beyond the last get nothing.</summary>
    public int AddedBlocks, AddedHeight, AddedWidth;

    /// <summary>The pixels of what is added that count: every so many rows and columns, from the first.</summary>
    public int StrideH, StrideW;

    /// <summary>Columns of the outputs.</summary>
    public int Width;

    /// <summary>Whether numbers below 0 become 0.</summary>
    public bool Rectify;

    /// <summary>Finishes neighbouring pixels of an image in neighbouring vectors of channels.</summary>
    /// <param name="finish">What to do.</param>
    /// <param name="y">The image's first pixel in the first vector.</param>
    /// <param name="n">The image.</param>
    /// <param name="channel">The first vector's first channel.</param>
    /// <param name="channels">Channels from there on.</param>
    /// <param name="plane">Pixels of the image.</param>
    /// <param name="pixel">The first pixel.</param>
    /// <param name="pixels">Pixels from there on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<L, V>(ConvFinish* finish, float* y, int n, int channel, int channels, int plane, int pixel, int pixels)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var vector = 0; vector * L.Count < channels; vector++)
        {
            var to = y + (nint)pixel * Block;
            if (finish->Added == null || channel / Block >= finish->AddedBlocks)
                Without<L, V>(finish, to, channel, pixels);
            else
            {
                var added = finish->Added + ((nint)n * finish->AddedBlocks + channel / Block) * finish->AddedHeight * finish->AddedWidth * Block + channel % Block;
                if (finish->StrideH == 1 && finish->StrideW == 1)
                    With<L, V>(finish, to, added + (nint)pixel * Block, channel, pixels, Block);
                else
                    Subsampled<L, V>(finish, to, added, channel, pixel, pixels);
            }

            channel += L.Count;
            y += channel % Block == 0 ? (nint)plane * Block + L.Count - Block : L.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Without<L, V>(ConvFinish* finish, float* y, int channel, int pixels)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (finish->Mean == null)
        {
            for (var end = y + (nint)pixels * Block; y < end && finish->Rectify; y += Block)
                L.Store(L.Rectify(L.Load(y)), y);
            return;
        }

        V mean = L.Load(finish->Mean + channel), factor = L.Load(finish->Factor + channel), shift = L.Load(finish->Shift + channel);
        for (var end = y + (nint)pixels * Block; y < end; y += Block)
        {
            var value = L.FusedMultiplyAdd(L.Subtract(L.Load(y), mean), factor, shift);
            L.Store(finish->Rectify ? L.Rectify(value) : value, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void With<L, V>(ConvFinish* finish, float* y, float* added, int channel, int pixels, nint step)
        where L : ILanes<V>
        where V : unmanaged
    {
        var normalize = finish->Mean != null;
        V mean = default, factor = default, shift = default;
        if (normalize)
            (mean, factor, shift) = (L.Load(finish->Mean + channel), L.Load(finish->Factor + channel), L.Load(finish->Shift + channel));
        for (var end = y + (nint)pixels * Block; y < end; y += Block, added += step)
        {
            var value = L.Load(y);
            if (normalize)
                value = L.FusedMultiplyAdd(L.Subtract(value, mean), factor, shift);
            value = L.Add(value, L.Load(added));
            L.Store(finish->Rectify ? L.Rectify(value) : value, y);
        }
    }

    /// <summary>Row by row; added is the image's first pixel in the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subsampled<L, V>(ConvFinish* finish, float* y, float* added, int channel, int pixel, int pixels)
        where L : ILanes<V>
        where V : unmanaged
    {
        while (pixels > 0)
        {
            var (row, column) = Math.DivRem(pixel, finish->Width);
            var run = Math.Min(pixels, finish->Width - column);
            var from = added + ((nint)row * finish->StrideH * finish->AddedWidth + (nint)column * finish->StrideW) * Block;
            With<L, V>(finish, y, from, channel, run, (nint)finish->StrideW * Block);
            y += (nint)run * Block;
            (pixel, pixels) = (pixel + run, pixels - run);
        }
    }
}
