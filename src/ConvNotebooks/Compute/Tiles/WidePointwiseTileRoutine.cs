using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The register tile of pointwise convolutions with many filters, at 512 bits: up to 9 pixels by three vectors of filters, or up
/// to 6 by four. Each accumulator is the chain of one pixel and one vector of filters; lane 0 is the vector's first filter.
/// Equals <see cref="Conv2dReference"/> bit for bit.
/// </summary>
/// <remarks>
/// As <see cref="PointwiseTileRoutine{L, V, R, F, X}"/>, with fewer instructions and fewer loads for a multiply-add: 35, 10 of
/// them loads, for 24 by four vectors.
/// </remarks>
/// <typeparam name="L">The vector width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
/// <typeparam name="R">Pixels.</typeparam>
/// <typeparam name="F">Vectors of filters.</typeparam>
/// <typeparam name="X">From one pixel to the next in the input: its stride in planes, 16 times that in blocks.</typeparam>
internal static unsafe class WidePointwiseTileRoutine<L, V, R, F, X>
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
        V a0, a1, a2, a3, a4, a5, a6, a7, a8;
        V b0, b1, b2, b3, b4, b5, b6, b7, b8;
        V c0, c1, c2, c3, c4, c5, c6, c7, c8;
        V d0, d1, d2, d3, d4, d5;
        nint step = t->YStep, vector = t->YVector;
        if (t->Resume)
        {
            float* y = t->Y0, z = y + 2 * vector;
            a0 = R.Value > 0 ? L.Load(y) : default;
            b0 = R.Value > 0 ? L.Load(y + vector) : default;
            c0 = R.Value > 0 ? L.Load(z) : default;
            d0 = R.Value > 0 && F.Value > 3 ? L.Load(z + vector) : default;
            a1 = R.Value > 1 ? L.Load(y + step) : default;
            b1 = R.Value > 1 ? L.Load(y + vector + step) : default;
            c1 = R.Value > 1 ? L.Load(z + step) : default;
            d1 = R.Value > 1 && F.Value > 3 ? L.Load(z + vector + step) : default;
            a2 = R.Value > 2 ? L.Load(y + 2 * step) : default;
            b2 = R.Value > 2 ? L.Load(y + vector + 2 * step) : default;
            c2 = R.Value > 2 ? L.Load(z + 2 * step) : default;
            d2 = R.Value > 2 && F.Value > 3 ? L.Load(z + vector + 2 * step) : default;
            a3 = R.Value > 3 ? L.Load(y + 3 * step) : default;
            b3 = R.Value > 3 ? L.Load(y + vector + 3 * step) : default;
            c3 = R.Value > 3 ? L.Load(z + 3 * step) : default;
            d3 = R.Value > 3 && F.Value > 3 ? L.Load(z + vector + 3 * step) : default;
            a4 = R.Value > 4 ? L.Load(y + 4 * step) : default;
            b4 = R.Value > 4 ? L.Load(y + vector + 4 * step) : default;
            c4 = R.Value > 4 ? L.Load(z + 4 * step) : default;
            d4 = R.Value > 4 && F.Value > 3 ? L.Load(z + vector + 4 * step) : default;
            a5 = R.Value > 5 ? L.Load(y + 5 * step) : default;
            b5 = R.Value > 5 ? L.Load(y + vector + 5 * step) : default;
            c5 = R.Value > 5 ? L.Load(z + 5 * step) : default;
            d5 = R.Value > 5 && F.Value > 3 ? L.Load(z + vector + 5 * step) : default;
            a6 = R.Value > 6 ? L.Load(y + 6 * step) : default;
            b6 = R.Value > 6 ? L.Load(y + vector + 6 * step) : default;
            c6 = R.Value > 6 ? L.Load(z + 6 * step) : default;
            a7 = R.Value > 7 ? L.Load(y + 7 * step) : default;
            b7 = R.Value > 7 ? L.Load(y + vector + 7 * step) : default;
            c7 = R.Value > 7 ? L.Load(z + 7 * step) : default;
            a8 = R.Value > 8 ? L.Load(y + 8 * step) : default;
            b8 = R.Value > 8 ? L.Load(y + vector + 8 * step) : default;
            c8 = R.Value > 8 ? L.Load(z + 8 * step) : default;
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = L.Load(t->Bias0);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = L.Load(t->Bias1);
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = c8 = L.Load(t->Bias0 + 2 * L.Count);
            d0 = d1 = d2 = d3 = d4 = d5 = F.Value > 3 ? L.Load(t->Bias0 + 3 * L.Count) : default;
        }

        float* x = t->X, w = t->W0;
        nint wide = (nint)(t->W1 - t->W0), wide3 = 3 * wide;
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
                    Sse.Prefetch1(ahead);
                    ahead += aheadStep;
                }

                if (F.Value == 4)
                {
                    Four(x, w, wide, wide3,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref d0, ref d1, ref d2, ref d3, ref d4, ref d5);
                    Four(x + channel, w + Block, wide, wide3,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref d0, ref d1, ref d2, ref d3, ref d4, ref d5);
                    Four(x + 2 * channel, w + 2 * Block, wide, wide3,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref d0, ref d1, ref d2, ref d3, ref d4, ref d5);
                    Four(x + 3 * channel, w + 3 * Block, wide, wide3,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref d0, ref d1, ref d2, ref d3, ref d4, ref d5);
                }
                else
                {
                    Three(x, w, wide,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8,
                        ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8);
                    Three(x + channel, w + Block, wide,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8,
                        ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8);
                    Three(x + 2 * channel, w + 2 * Block, wide,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8,
                        ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8);
                    Three(x + 3 * channel, w + 3 * Block, wide,
                        ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, ref a8,
                        ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7, ref b8,
                        ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8);
                }
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
            b0 = L.Rectify(b0);
            b1 = L.Rectify(b1);
            b2 = L.Rectify(b2);
            b3 = L.Rectify(b3);
            b4 = L.Rectify(b4);
            b5 = L.Rectify(b5);
            b6 = L.Rectify(b6);
            b7 = L.Rectify(b7);
            b8 = L.Rectify(b8);
            c0 = L.Rectify(c0);
            c1 = L.Rectify(c1);
            c2 = L.Rectify(c2);
            c3 = L.Rectify(c3);
            c4 = L.Rectify(c4);
            c5 = L.Rectify(c5);
            c6 = L.Rectify(c6);
            c7 = L.Rectify(c7);
            c8 = L.Rectify(c8);
            d0 = L.Rectify(d0);
            d1 = L.Rectify(d1);
            d2 = L.Rectify(d2);
            d3 = L.Rectify(d3);
            d4 = L.Rectify(d4);
            d5 = L.Rectify(d5);
        }

        {
            float* y = t->Y0, z = y + 2 * vector;
            if (R.Value > 0)
            {
                L.Store(a0, y);
                L.Store(b0, y + vector);
                L.Store(c0, z);
                if (F.Value > 3)
                    L.Store(d0, z + vector);
            }
            if (R.Value > 1)
            {
                L.Store(a1, y + step);
                L.Store(b1, y + vector + step);
                L.Store(c1, z + step);
                if (F.Value > 3)
                    L.Store(d1, z + vector + step);
            }
            if (R.Value > 2)
            {
                L.Store(a2, y + 2 * step);
                L.Store(b2, y + vector + 2 * step);
                L.Store(c2, z + 2 * step);
                if (F.Value > 3)
                    L.Store(d2, z + vector + 2 * step);
            }
            if (R.Value > 3)
            {
                L.Store(a3, y + 3 * step);
                L.Store(b3, y + vector + 3 * step);
                L.Store(c3, z + 3 * step);
                if (F.Value > 3)
                    L.Store(d3, z + vector + 3 * step);
            }
            if (R.Value > 4)
            {
                L.Store(a4, y + 4 * step);
                L.Store(b4, y + vector + 4 * step);
                L.Store(c4, z + 4 * step);
                if (F.Value > 3)
                    L.Store(d4, z + vector + 4 * step);
            }
            if (R.Value > 5)
            {
                L.Store(a5, y + 5 * step);
                L.Store(b5, y + vector + 5 * step);
                L.Store(c5, z + 5 * step);
                if (F.Value > 3)
                    L.Store(d5, z + vector + 5 * step);
            }
            if (R.Value > 6)
            {
                L.Store(a6, y + 6 * step);
                L.Store(b6, y + vector + 6 * step);
                L.Store(c6, z + 6 * step);
            }
            if (R.Value > 7)
            {
                L.Store(a7, y + 7 * step);
                L.Store(b7, y + vector + 7 * step);
                L.Store(c7, z + 7 * step);
            }
            if (R.Value > 8)
            {
                L.Store(a8, y + 8 * step);
                L.Store(b8, y + vector + 8 * step);
                L.Store(c8, z + 8 * step);
            }
        }
    }

    /// <summary>Multiplies up to 9 pixels of a channel with three vectors of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three(
        float* x, float* w, nint wide,
        ref V a0, ref V a1, ref V a2, ref V a3, ref V a4, ref V a5, ref V a6, ref V a7, ref V a8,
        ref V b0, ref V b1, ref V b2, ref V b3, ref V b4, ref V b5, ref V b6, ref V b7, ref V b8,
        ref V c0, ref V c1, ref V c2, ref V c3, ref V c4, ref V c5, ref V c6, ref V c7, ref V c8)
    {
        V u = L.Load(w), v = L.Load(w + wide), r = L.Load(w + 2 * wide);
        if (R.Value > 0)
        {
            var e = L.Broadcast(*x);
            a0 = L.FusedMultiplyAdd(u, e, a0);
            b0 = L.FusedMultiplyAdd(v, e, b0);
            c0 = L.FusedMultiplyAdd(r, e, c0);
        }
        if (R.Value > 1)
        {
            var e = L.Broadcast(x[X.Value]);
            a1 = L.FusedMultiplyAdd(u, e, a1);
            b1 = L.FusedMultiplyAdd(v, e, b1);
            c1 = L.FusedMultiplyAdd(r, e, c1);
        }
        if (R.Value > 2)
        {
            var e = L.Broadcast(x[2 * X.Value]);
            a2 = L.FusedMultiplyAdd(u, e, a2);
            b2 = L.FusedMultiplyAdd(v, e, b2);
            c2 = L.FusedMultiplyAdd(r, e, c2);
        }
        if (R.Value > 3)
        {
            var e = L.Broadcast(x[3 * X.Value]);
            a3 = L.FusedMultiplyAdd(u, e, a3);
            b3 = L.FusedMultiplyAdd(v, e, b3);
            c3 = L.FusedMultiplyAdd(r, e, c3);
        }
        if (R.Value > 4)
        {
            var e = L.Broadcast(x[4 * X.Value]);
            a4 = L.FusedMultiplyAdd(u, e, a4);
            b4 = L.FusedMultiplyAdd(v, e, b4);
            c4 = L.FusedMultiplyAdd(r, e, c4);
        }
        if (R.Value > 5)
        {
            var e = L.Broadcast(x[5 * X.Value]);
            a5 = L.FusedMultiplyAdd(u, e, a5);
            b5 = L.FusedMultiplyAdd(v, e, b5);
            c5 = L.FusedMultiplyAdd(r, e, c5);
        }
        if (R.Value > 6)
        {
            var e = L.Broadcast(x[6 * X.Value]);
            a6 = L.FusedMultiplyAdd(u, e, a6);
            b6 = L.FusedMultiplyAdd(v, e, b6);
            c6 = L.FusedMultiplyAdd(r, e, c6);
        }
        if (R.Value > 7)
        {
            var e = L.Broadcast(x[7 * X.Value]);
            a7 = L.FusedMultiplyAdd(u, e, a7);
            b7 = L.FusedMultiplyAdd(v, e, b7);
            c7 = L.FusedMultiplyAdd(r, e, c7);
        }
        if (R.Value > 8)
        {
            var e = L.Broadcast(x[8 * X.Value]);
            a8 = L.FusedMultiplyAdd(u, e, a8);
            b8 = L.FusedMultiplyAdd(v, e, b8);
            c8 = L.FusedMultiplyAdd(r, e, c8);
        }
    }

    /// <summary>Multiplies up to 6 pixels of a channel with four vectors of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        float* x, float* w, nint wide, nint wide3,
        ref V a0, ref V a1, ref V a2, ref V a3, ref V a4, ref V a5,
        ref V b0, ref V b1, ref V b2, ref V b3, ref V b4, ref V b5,
        ref V c0, ref V c1, ref V c2, ref V c3, ref V c4, ref V c5,
        ref V d0, ref V d1, ref V d2, ref V d3, ref V d4, ref V d5)
    {
        V u = L.Load(w), v = L.Load(w + wide), r = L.Load(w + 2 * wide), s = L.Load(w + wide3);
        if (R.Value > 0)
        {
            var e = L.Broadcast(*x);
            a0 = L.FusedMultiplyAdd(u, e, a0);
            b0 = L.FusedMultiplyAdd(v, e, b0);
            c0 = L.FusedMultiplyAdd(r, e, c0);
            d0 = L.FusedMultiplyAdd(s, e, d0);
        }
        if (R.Value > 1)
        {
            var e = L.Broadcast(x[X.Value]);
            a1 = L.FusedMultiplyAdd(u, e, a1);
            b1 = L.FusedMultiplyAdd(v, e, b1);
            c1 = L.FusedMultiplyAdd(r, e, c1);
            d1 = L.FusedMultiplyAdd(s, e, d1);
        }
        if (R.Value > 2)
        {
            var e = L.Broadcast(x[2 * X.Value]);
            a2 = L.FusedMultiplyAdd(u, e, a2);
            b2 = L.FusedMultiplyAdd(v, e, b2);
            c2 = L.FusedMultiplyAdd(r, e, c2);
            d2 = L.FusedMultiplyAdd(s, e, d2);
        }
        if (R.Value > 3)
        {
            var e = L.Broadcast(x[3 * X.Value]);
            a3 = L.FusedMultiplyAdd(u, e, a3);
            b3 = L.FusedMultiplyAdd(v, e, b3);
            c3 = L.FusedMultiplyAdd(r, e, c3);
            d3 = L.FusedMultiplyAdd(s, e, d3);
        }
        if (R.Value > 4)
        {
            var e = L.Broadcast(x[4 * X.Value]);
            a4 = L.FusedMultiplyAdd(u, e, a4);
            b4 = L.FusedMultiplyAdd(v, e, b4);
            c4 = L.FusedMultiplyAdd(r, e, c4);
            d4 = L.FusedMultiplyAdd(s, e, d4);
        }
        if (R.Value > 5)
        {
            var e = L.Broadcast(x[5 * X.Value]);
            a5 = L.FusedMultiplyAdd(u, e, a5);
            b5 = L.FusedMultiplyAdd(v, e, b5);
            c5 = L.FusedMultiplyAdd(r, e, c5);
            d5 = L.FusedMultiplyAdd(s, e, d5);
        }
    }
}
