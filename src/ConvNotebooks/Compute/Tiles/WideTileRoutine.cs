using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The register tile of convolutions with many filters, at 512 bits: up to 9 pixels by three vectors of filters, or up to 6 by
/// four. Each accumulator is the chain of one pixel and one vector of filters; lane 0 is the vector's first filter. Equals
/// <see cref="Conv2dReference"/> bit for bit.
/// </summary>
/// <remarks>
/// Where a core's neighbour takes its share of instructions and loads, a tile is as fast as it needs few: 37 and 10 for 24
/// multiply-adds, where <see cref="TileRoutine{L, V, R, F, T}"/> needs 55 and 17 for 28. A list names the first tap of each row of the
/// window only. R, F and X are constants to the compiler, so that absent pixels and filters vanish and pixels are reached by
/// displacement.
/// </remarks>
/// <typeparam name="L">The vector width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
/// <typeparam name="R">Pixels.</typeparam>
/// <typeparam name="F">Vectors of filters.</typeparam>
/// <typeparam name="X">From one pixel to the next in the input; 0 where the tile says it.</typeparam>
internal static unsafe class WideTileRoutine<L, V, R, F, X>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
    where F : ISize
    where X : ISize
{
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

        nint pixel = X.Value > 0 ? X.Value : t->XStep;
        nint wide = (nint)(t->W1 - t->W0), wide3 = 3 * wide;
        nint xTap = t->XTap, wTap = t->TapStep;
        var ahead = t->Ahead;
        for (Tap* row = t->Taps, end = row + t->TapCount; row < end; row++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(ahead);
                ahead += t->AheadStep;
            }

            float* p = t->X + row->X, w = t->W0 + row->W;
            for (var taps = t->RowTaps; taps > 0; taps--, p += xTap, w += wTap)
            {
                V u = L.Load(w), v = L.Load(w + wide), r = L.Load(w + 2 * wide);
                var s = F.Value > 3 ? L.Load(w + wide3) : default;
                if (R.Value > 0)
                {
                    var e = L.Broadcast(*p);
                    a0 = L.FusedMultiplyAdd(u, e, a0);
                    b0 = L.FusedMultiplyAdd(v, e, b0);
                    c0 = L.FusedMultiplyAdd(r, e, c0);
                    if (F.Value > 3)
                        d0 = L.FusedMultiplyAdd(s, e, d0);
                }
                if (R.Value > 1)
                {
                    var e = L.Broadcast(p[pixel]);
                    a1 = L.FusedMultiplyAdd(u, e, a1);
                    b1 = L.FusedMultiplyAdd(v, e, b1);
                    c1 = L.FusedMultiplyAdd(r, e, c1);
                    if (F.Value > 3)
                        d1 = L.FusedMultiplyAdd(s, e, d1);
                }
                if (R.Value > 2)
                {
                    var e = L.Broadcast(p[2 * pixel]);
                    a2 = L.FusedMultiplyAdd(u, e, a2);
                    b2 = L.FusedMultiplyAdd(v, e, b2);
                    c2 = L.FusedMultiplyAdd(r, e, c2);
                    if (F.Value > 3)
                        d2 = L.FusedMultiplyAdd(s, e, d2);
                }
                if (R.Value > 3)
                {
                    var e = L.Broadcast(p[3 * pixel]);
                    a3 = L.FusedMultiplyAdd(u, e, a3);
                    b3 = L.FusedMultiplyAdd(v, e, b3);
                    c3 = L.FusedMultiplyAdd(r, e, c3);
                    if (F.Value > 3)
                        d3 = L.FusedMultiplyAdd(s, e, d3);
                }
                if (R.Value > 4)
                {
                    var e = L.Broadcast(p[4 * pixel]);
                    a4 = L.FusedMultiplyAdd(u, e, a4);
                    b4 = L.FusedMultiplyAdd(v, e, b4);
                    c4 = L.FusedMultiplyAdd(r, e, c4);
                    if (F.Value > 3)
                        d4 = L.FusedMultiplyAdd(s, e, d4);
                }
                if (R.Value > 5)
                {
                    var e = L.Broadcast(p[5 * pixel]);
                    a5 = L.FusedMultiplyAdd(u, e, a5);
                    b5 = L.FusedMultiplyAdd(v, e, b5);
                    c5 = L.FusedMultiplyAdd(r, e, c5);
                    if (F.Value > 3)
                        d5 = L.FusedMultiplyAdd(s, e, d5);
                }
                if (R.Value > 6)
                {
                    var e = L.Broadcast(p[6 * pixel]);
                    a6 = L.FusedMultiplyAdd(u, e, a6);
                    b6 = L.FusedMultiplyAdd(v, e, b6);
                    c6 = L.FusedMultiplyAdd(r, e, c6);
                }
                if (R.Value > 7)
                {
                    var e = L.Broadcast(p[7 * pixel]);
                    a7 = L.FusedMultiplyAdd(u, e, a7);
                    b7 = L.FusedMultiplyAdd(v, e, b7);
                    c7 = L.FusedMultiplyAdd(r, e, c7);
                }
                if (R.Value > 8)
                {
                    var e = L.Broadcast(p[8 * pixel]);
                    a8 = L.FusedMultiplyAdd(u, e, a8);
                    b8 = L.FusedMultiplyAdd(v, e, b8);
                    c8 = L.FusedMultiplyAdd(r, e, c8);
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
}
