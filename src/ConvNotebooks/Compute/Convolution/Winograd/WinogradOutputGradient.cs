using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The output gradient's side of the filter gradient by Winograd's F(4x4, 3x3): D = A dY Aᵀ of each tile's 4x4 gradients, a lane per
/// filter. From blocks of gradients to [36, blocks of filters, tiles, 16] (<see cref="Conv2dWinograd.PlaceLength"/>). Outputs past
/// the image's edge have a gradient of 0.
/// </summary>
internal static unsafe class WinogradOutputGradient
{
    private const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size, Step = Conv2dWinograd.Step;

    /// <summary>Transforms a few tiles.</summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">Gradient of the output, blocked.</param>
    /// <param name="blocks">Blocks of filters, the first and one past the last.</param>
    /// <param name="firstTile">The first tile.</param>
    /// <param name="tiles">How many.</param>
    /// <param name="d">Where they go, overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform<L, V>(in ConvProblem p, float* dy, (int First, int End) blocks, int firstTile, int tiles, float* d)
        where L : ILanes<V>
        where V : unmanaged
    {
        var place = Conv2dWinograd.PlaceLength((blocks.End - blocks.First) * Block, tiles);
        var all = BlockedActivations.Blocks(p.Filters);
        var half = stackalloc float[Step * Size * Block];
        var outside = stackalloc float[Step * Block];
        new Span<float>(outside, Step * Block).Clear();
        for (var tile = 0; tile < tiles; tile++)
        {
            var (n, ty, tx) = Conv2dWinograd.Place(p, firstTile + tile);
            var (rows, columns) = (Math.Min(Step, p.OutHeight - ty * Step), Math.Min(Step, p.OutWidth - tx * Step));
            nint down = p.OutWidth * Block;
            for (var block = blocks.First; block < blocks.End; block++)
            {
                var first = dy + (((nint)n * all + block) * p.OutPlane + (nint)ty * Step * p.OutWidth + tx * Step) * Block;
                var to = d + ((nint)(block - blocks.First) * tiles + tile) * Block;
                for (var lane = 0; lane < Block; lane += L.Count)
                {
                    for (var column = 0; column < Step; column++)
                    {
                        var at = column * Block + lane;
                        var inside = column < columns ? rows : 0;
                        Axis<L, V>(inside > 0 ? first + at : outside, inside > 1 ? first + down + at : outside,
                            inside > 2 ? first + 2 * down + at : outside, inside > 3 ? first + 3 * down + at : outside,
                            half + column * L.Count, Step * L.Count);
                    }

                    for (var row = 0; row < Size; row++)
                    {
                        var from = half + row * Step * L.Count;
                        Axis<L, V>(from, from + L.Count, from + 2 * L.Count, from + 3 * L.Count, to + row * Size * place + lane, place);
                    }
                }
            }
        }
    }

    /// <summary>A y along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Axis<L, V>(float* from0, float* from1, float* from2, float* from3, float* to, nint step)
        where L : ILanes<V>
        where V : unmanaged
    {
        V y0 = L.Load(from0), y1 = L.Load(from1), y2 = L.Load(from2), y3 = L.Load(from3);
        V even = L.Add(y0, y2), odd = L.Add(y1, y3);
        L.Store(y0, to);
        L.Store(L.Add(even, odd), to + step);
        L.Store(L.Subtract(even, odd), to + 2 * step);
        even = L.FusedMultiplyAdd(L.Broadcast(4), y2, y0);
        odd = L.FusedMultiplyAdd(L.Broadcast(4), y3, y1);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(2), odd, even), to + 3 * step);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(-2), odd, even), to + 4 * step);
        L.Store(y3, to + 5 * step);
    }
}
