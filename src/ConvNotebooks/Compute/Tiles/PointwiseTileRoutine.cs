using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The register tile of pointwise convolutions: up to 14 pixels by one or two vectors of filters. Each accumulator is the chain
/// of one pixel and one vector of filters; lane 0 is the vector's first filter. Channels are taken by fours, with neither a
/// list of taps nor a step to look up. Equals <see cref="Conv2dReference"/> bit for bit.
/// </summary>
/// <remarks>
/// Where a core's neighbour takes its share of the instructions, a tile is as fast as it needs few: 45 for 28 multiply-adds, where
/// <see cref="TileRoutine{L, V, R, F, T}"/> needs 55. R, F and X are constants to the compiler, so that absent pixels and filters
/// vanish and pixels are reached by displacement.
/// </remarks>
/// <typeparam name="L">The vector width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
/// <typeparam name="R">Pixels.</typeparam>
/// <typeparam name="F">Vectors of filters.</typeparam>
/// <typeparam name="X">From one pixel to the next in the input: its stride in planes, 16 times that in blocks.</typeparam>
internal static unsafe class PointwiseTileRoutine<L, V, R, F, X>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
    where F : ISize
    where X : ISize
{
    private const int Block = PackedFilters.Block;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13;
        V b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13;
        nint step = t->YStep, vector = t->YVector;
        if (t->Resume)
        {
            float* y = t->Y0, z = y + vector;
            a0 = R.Value > 0 ? L.Load(y) : default;
            b0 = R.Value > 0 && F.Value > 1 ? L.Load(z) : default;
            a1 = R.Value > 1 ? L.Load(y + step) : default;
            b1 = R.Value > 1 && F.Value > 1 ? L.Load(z + step) : default;
            a2 = R.Value > 2 ? L.Load(y + 2 * step) : default;
            b2 = R.Value > 2 && F.Value > 1 ? L.Load(z + 2 * step) : default;
            a3 = R.Value > 3 ? L.Load(y + 3 * step) : default;
            b3 = R.Value > 3 && F.Value > 1 ? L.Load(z + 3 * step) : default;
            a4 = R.Value > 4 ? L.Load(y + 4 * step) : default;
            b4 = R.Value > 4 && F.Value > 1 ? L.Load(z + 4 * step) : default;
            a5 = R.Value > 5 ? L.Load(y + 5 * step) : default;
            b5 = R.Value > 5 && F.Value > 1 ? L.Load(z + 5 * step) : default;
            a6 = R.Value > 6 ? L.Load(y + 6 * step) : default;
            b6 = R.Value > 6 && F.Value > 1 ? L.Load(z + 6 * step) : default;
            a7 = R.Value > 7 ? L.Load(y + 7 * step) : default;
            b7 = R.Value > 7 && F.Value > 1 ? L.Load(z + 7 * step) : default;
            a8 = R.Value > 8 ? L.Load(y + 8 * step) : default;
            b8 = R.Value > 8 && F.Value > 1 ? L.Load(z + 8 * step) : default;
            a9 = R.Value > 9 ? L.Load(y + 9 * step) : default;
            b9 = R.Value > 9 && F.Value > 1 ? L.Load(z + 9 * step) : default;
            a10 = R.Value > 10 ? L.Load(y + 10 * step) : default;
            b10 = R.Value > 10 && F.Value > 1 ? L.Load(z + 10 * step) : default;
            a11 = R.Value > 11 ? L.Load(y + 11 * step) : default;
            b11 = R.Value > 11 && F.Value > 1 ? L.Load(z + 11 * step) : default;
            a12 = R.Value > 12 ? L.Load(y + 12 * step) : default;
            b12 = R.Value > 12 && F.Value > 1 ? L.Load(z + 12 * step) : default;
            a13 = R.Value > 13 ? L.Load(y + 13 * step) : default;
            b13 = R.Value > 13 && F.Value > 1 ? L.Load(z + 13 * step) : default;
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = a10 = a11 = a12 = a13 = L.Load(t->Bias0);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = b9 = b10 = b11 = b12 = b13 = F.Value > 1 ? L.Load(t->Bias1) : default;
        }

        float* x = t->X, w = t->W0;
        nint wide = (nint)(t->W1 - t->W0);
        var channel = X.Value % Block == 0 ? 1 : t->Plane;
        var jump = X.Value % Block == 0 ? t->Plane * Block - Block : 0;
        var ahead = t->Ahead;
        var aheadStep = 4 * t->AheadStep;
        for (var channels = t->TapCount; channels > 0; channels -= Block, x += jump)
        {
            for (var end = w + Math.Min(channels, Block) * Block; w < end; w += 4 * Block, x += 4 * channel)
            {
                if (Sse.IsSupported)
                {
                    // A narrow strip's weights leave room for the next ones' in the nearest cache.
                    if (L.Count == Block)
                        Sse.Prefetch1(ahead);
                    else
                        Sse.Prefetch0(ahead);
                    ahead += aheadStep;
                }

                Channel(x, w, wide,
                    ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8, ref a9, ref a10, ref a11, ref a12, ref a13,
                    ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8, ref b9, ref b10, ref b11, ref b12, ref b13);
                Channel(x + channel, w + Block, wide,
                    ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8, ref a9, ref a10, ref a11, ref a12, ref a13,
                    ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8, ref b9, ref b10, ref b11, ref b12, ref b13);
                Channel(x + 2 * channel, w + 2 * Block, wide,
                    ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8, ref a9, ref a10, ref a11, ref a12, ref a13,
                    ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8, ref b9, ref b10, ref b11, ref b12, ref b13);
                Channel(x + 3 * channel, w + 3 * Block, wide,
                    ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8, ref a9, ref a10, ref a11, ref a12, ref a13,
                    ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8, ref b9, ref b10, ref b11, ref b12, ref b13);
            }
        }

        if (t->Rectify)
        {
            a0 = L.Rectify(a0);
            a1 = L.Rectify(a1);
            a2 = L.Rectify(a2);
            a3 = L.Rectify(a3);
            a4 = L.Rectify(a4);
            a5 = L.Rectify(a5);
            a6 = L.Rectify(a6);
            a7 = L.Rectify(a7);
            a8 = L.Rectify(a8);
            a9 = L.Rectify(a9);
            a10 = L.Rectify(a10);
            a11 = L.Rectify(a11);
            a12 = L.Rectify(a12);
            a13 = L.Rectify(a13);
            b0 = L.Rectify(b0);
            b1 = L.Rectify(b1);
            b2 = L.Rectify(b2);
            b3 = L.Rectify(b3);
            b4 = L.Rectify(b4);
            b5 = L.Rectify(b5);
            b6 = L.Rectify(b6);
            b7 = L.Rectify(b7);
            b8 = L.Rectify(b8);
            b9 = L.Rectify(b9);
            b10 = L.Rectify(b10);
            b11 = L.Rectify(b11);
            b12 = L.Rectify(b12);
            b13 = L.Rectify(b13);
        }

        {
            float* y = t->Y0, z = y + vector;
            if (R.Value > 0)
            {
                L.Store(a0, y);
                if (F.Value > 1)
                    L.Store(b0, z);
            }
            if (R.Value > 1)
            {
                L.Store(a1, y + step);
                if (F.Value > 1)
                    L.Store(b1, z + step);
            }
            if (R.Value > 2)
            {
                L.Store(a2, y + 2 * step);
                if (F.Value > 1)
                    L.Store(b2, z + 2 * step);
            }
            if (R.Value > 3)
            {
                L.Store(a3, y + 3 * step);
                if (F.Value > 1)
                    L.Store(b3, z + 3 * step);
            }
            if (R.Value > 4)
            {
                L.Store(a4, y + 4 * step);
                if (F.Value > 1)
                    L.Store(b4, z + 4 * step);
            }
            if (R.Value > 5)
            {
                L.Store(a5, y + 5 * step);
                if (F.Value > 1)
                    L.Store(b5, z + 5 * step);
            }
            if (R.Value > 6)
            {
                L.Store(a6, y + 6 * step);
                if (F.Value > 1)
                    L.Store(b6, z + 6 * step);
            }
            if (R.Value > 7)
            {
                L.Store(a7, y + 7 * step);
                if (F.Value > 1)
                    L.Store(b7, z + 7 * step);
            }
            if (R.Value > 8)
            {
                L.Store(a8, y + 8 * step);
                if (F.Value > 1)
                    L.Store(b8, z + 8 * step);
            }
            if (R.Value > 9)
            {
                L.Store(a9, y + 9 * step);
                if (F.Value > 1)
                    L.Store(b9, z + 9 * step);
            }
            if (R.Value > 10)
            {
                L.Store(a10, y + 10 * step);
                if (F.Value > 1)
                    L.Store(b10, z + 10 * step);
            }
            if (R.Value > 11)
            {
                L.Store(a11, y + 11 * step);
                if (F.Value > 1)
                    L.Store(b11, z + 11 * step);
            }
            if (R.Value > 12)
            {
                L.Store(a12, y + 12 * step);
                if (F.Value > 1)
                    L.Store(b12, z + 12 * step);
            }
            if (R.Value > 13)
            {
                L.Store(a13, y + 13 * step);
                if (F.Value > 1)
                    L.Store(b13, z + 13 * step);
            }
        }
    }

    /// <summary>Multiplies the pixels of a channel with its weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Channel(
        float* x, float* w, nint wide,
        ref V a0, ref V a1, ref V a2, ref V a3, ref V a4, ref V a5, ref V a6,
        ref V a7, ref V a8, ref V a9, ref V a10, ref V a11, ref V a12, ref V a13,
        ref V b0, ref V b1, ref V b2, ref V b3, ref V b4, ref V b5, ref V b6,
        ref V b7, ref V b8, ref V b9, ref V b10, ref V b11, ref V b12, ref V b13)
    {
        V u = L.Load(w), v = F.Value > 1 ? L.Load(w + wide) : default;
        if (R.Value > 0)
        {
            var e = L.Broadcast(*x);
            a0 = L.FusedMultiplyAdd(u, e, a0);
            if (F.Value > 1)
                b0 = L.FusedMultiplyAdd(v, e, b0);
        }
        if (R.Value > 1)
        {
            var e = L.Broadcast(x[X.Value]);
            a1 = L.FusedMultiplyAdd(u, e, a1);
            if (F.Value > 1)
                b1 = L.FusedMultiplyAdd(v, e, b1);
        }
        if (R.Value > 2)
        {
            var e = L.Broadcast(x[2 * X.Value]);
            a2 = L.FusedMultiplyAdd(u, e, a2);
            if (F.Value > 1)
                b2 = L.FusedMultiplyAdd(v, e, b2);
        }
        if (R.Value > 3)
        {
            var e = L.Broadcast(x[3 * X.Value]);
            a3 = L.FusedMultiplyAdd(u, e, a3);
            if (F.Value > 1)
                b3 = L.FusedMultiplyAdd(v, e, b3);
        }
        if (R.Value > 4)
        {
            var e = L.Broadcast(x[4 * X.Value]);
            a4 = L.FusedMultiplyAdd(u, e, a4);
            if (F.Value > 1)
                b4 = L.FusedMultiplyAdd(v, e, b4);
        }
        if (R.Value > 5)
        {
            var e = L.Broadcast(x[5 * X.Value]);
            a5 = L.FusedMultiplyAdd(u, e, a5);
            if (F.Value > 1)
                b5 = L.FusedMultiplyAdd(v, e, b5);
        }
        if (R.Value > 6)
        {
            var e = L.Broadcast(x[6 * X.Value]);
            a6 = L.FusedMultiplyAdd(u, e, a6);
            if (F.Value > 1)
                b6 = L.FusedMultiplyAdd(v, e, b6);
        }
        if (R.Value > 7)
        {
            var e = L.Broadcast(x[7 * X.Value]);
            a7 = L.FusedMultiplyAdd(u, e, a7);
            if (F.Value > 1)
                b7 = L.FusedMultiplyAdd(v, e, b7);
        }
        if (R.Value > 8)
        {
            var e = L.Broadcast(x[8 * X.Value]);
            a8 = L.FusedMultiplyAdd(u, e, a8);
            if (F.Value > 1)
                b8 = L.FusedMultiplyAdd(v, e, b8);
        }
        if (R.Value > 9)
        {
            var e = L.Broadcast(x[9 * X.Value]);
            a9 = L.FusedMultiplyAdd(u, e, a9);
            if (F.Value > 1)
                b9 = L.FusedMultiplyAdd(v, e, b9);
        }
        if (R.Value > 10)
        {
            var e = L.Broadcast(x[10 * X.Value]);
            a10 = L.FusedMultiplyAdd(u, e, a10);
            if (F.Value > 1)
                b10 = L.FusedMultiplyAdd(v, e, b10);
        }
        if (R.Value > 11)
        {
            var e = L.Broadcast(x[11 * X.Value]);
            a11 = L.FusedMultiplyAdd(u, e, a11);
            if (F.Value > 1)
                b11 = L.FusedMultiplyAdd(v, e, b11);
        }
        if (R.Value > 12)
        {
            var e = L.Broadcast(x[12 * X.Value]);
            a12 = L.FusedMultiplyAdd(u, e, a12);
            if (F.Value > 1)
                b12 = L.FusedMultiplyAdd(v, e, b12);
        }
        if (R.Value > 13)
        {
            var e = L.Broadcast(x[13 * X.Value]);
            a13 = L.FusedMultiplyAdd(u, e, a13);
            if (F.Value > 1)
                b13 = L.FusedMultiplyAdd(v, e, b13);
        }
    }
}
