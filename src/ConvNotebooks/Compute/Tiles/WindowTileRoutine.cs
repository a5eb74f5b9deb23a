using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A register tile of a filter gradient whose input has few channels: up to 5 neighbouring places of a window's row, in up to 4
/// channels, by one or two vectors of filters. Lane 0 is the strip's first filter; every accumulator is the chains of one place
/// and channel. Per output pixel one or two vectors of its gradients are loaded, and an input number per accumulator is
/// broadcast; where T says so, places that are padding to a pixel are left out. Equals <see cref="Conv2dGradientReference.Filters"/>.
/// </summary>
internal static unsafe class WindowTileRoutine<L, V, P, C, F, T>
    where L : ILanes<V>
    where V : unmanaged
    where P : ISize
    where C : ISize
    where F : ISize
    where T : ITaps
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WindowTile* t)
    {
        V a0, a1, a2, a3, a4;
        V b0, b1, b2, b3, b4;
        V c0, c1, c2, c3, c4;
        V d0, d1, d2, d3, d4;
        V e0, e1, e2, e3, e4;
        V f0, f1, f2, f3, f4;
        V g0, g1, g2, g3, g4;
        V h0, h1, h2, h3, h4;
        nint next = t->SumPlaceStep, channel = t->SumChannelStep;
        {
            float* y = t->Sums0, z = t->Sums1;
            a0 = L.Load(y);
            e0 = F.Value > 1 ? L.Load(z) : default;
            a1 = P.Value > 1 ? L.Load(y + next) : default;
            e1 = P.Value > 1 && F.Value > 1 ? L.Load(z + next) : default;
            a2 = P.Value > 2 ? L.Load(y + 2 * next) : default;
            e2 = P.Value > 2 && F.Value > 1 ? L.Load(z + 2 * next) : default;
            a3 = P.Value > 3 ? L.Load(y + 3 * next) : default;
            e3 = P.Value > 3 && F.Value > 1 ? L.Load(z + 3 * next) : default;
            a4 = P.Value > 4 ? L.Load(y + 4 * next) : default;
            e4 = P.Value > 4 && F.Value > 1 ? L.Load(z + 4 * next) : default;
            y += channel;
            z += channel;
            b0 = C.Value > 1 ? L.Load(y) : default;
            f0 = C.Value > 1 && F.Value > 1 ? L.Load(z) : default;
            b1 = P.Value > 1 && C.Value > 1 ? L.Load(y + next) : default;
            f1 = P.Value > 1 && C.Value > 1 && F.Value > 1 ? L.Load(z + next) : default;
            b2 = P.Value > 2 && C.Value > 1 ? L.Load(y + 2 * next) : default;
            f2 = P.Value > 2 && C.Value > 1 && F.Value > 1 ? L.Load(z + 2 * next) : default;
            b3 = P.Value > 3 && C.Value > 1 ? L.Load(y + 3 * next) : default;
            f3 = P.Value > 3 && C.Value > 1 && F.Value > 1 ? L.Load(z + 3 * next) : default;
            b4 = P.Value > 4 && C.Value > 1 ? L.Load(y + 4 * next) : default;
            f4 = P.Value > 4 && C.Value > 1 && F.Value > 1 ? L.Load(z + 4 * next) : default;
            y += channel;
            z += channel;
            c0 = C.Value > 2 ? L.Load(y) : default;
            g0 = C.Value > 2 && F.Value > 1 ? L.Load(z) : default;
            c1 = P.Value > 1 && C.Value > 2 ? L.Load(y + next) : default;
            g1 = P.Value > 1 && C.Value > 2 && F.Value > 1 ? L.Load(z + next) : default;
            c2 = P.Value > 2 && C.Value > 2 ? L.Load(y + 2 * next) : default;
            g2 = P.Value > 2 && C.Value > 2 && F.Value > 1 ? L.Load(z + 2 * next) : default;
            c3 = P.Value > 3 && C.Value > 2 ? L.Load(y + 3 * next) : default;
            g3 = P.Value > 3 && C.Value > 2 && F.Value > 1 ? L.Load(z + 3 * next) : default;
            c4 = P.Value > 4 && C.Value > 2 ? L.Load(y + 4 * next) : default;
            g4 = P.Value > 4 && C.Value > 2 && F.Value > 1 ? L.Load(z + 4 * next) : default;
            y += channel;
            z += channel;
            d0 = C.Value > 3 ? L.Load(y) : default;
            h0 = C.Value > 3 && F.Value > 1 ? L.Load(z) : default;
            d1 = P.Value > 1 && C.Value > 3 ? L.Load(y + next) : default;
            h1 = P.Value > 1 && C.Value > 3 && F.Value > 1 ? L.Load(z + next) : default;
            d2 = P.Value > 2 && C.Value > 3 ? L.Load(y + 2 * next) : default;
            h2 = P.Value > 2 && C.Value > 3 && F.Value > 1 ? L.Load(z + 2 * next) : default;
            d3 = P.Value > 3 && C.Value > 3 ? L.Load(y + 3 * next) : default;
            h3 = P.Value > 3 && C.Value > 3 && F.Value > 1 ? L.Load(z + 3 * next) : default;
            d4 = P.Value > 4 && C.Value > 3 ? L.Load(y + 4 * next) : default;
            h4 = P.Value > 4 && C.Value > 3 && F.Value > 1 ? L.Load(z + 4 * next) : default;
        }

        nint plane = t->PlaneStep, xStep = t->XStep, wStep = t->WStep;
        int columnStep = (int)xStep, width = t->Width;
        for (var row = 0; row < t->Rows; row++)
        {
            float* x = t->X + row * t->XRowStep, w0 = t->W0 + row * t->WRowStep, w1 = t->W1 + row * t->WRowStep;
            var column = t->Column;
            for (var end = w0 + t->Pixels * wStep; w0 < end; w0 += wStep, w1 += wStep, x += xStep, column += columnStep)
            {
                var u = L.Load(w0);
                var v = F.Value > 1 ? L.Load(w1) : default;
                if (!T.Clipped || (uint)column < (uint)width)
                {
                    var m = L.Broadcast(*x);
                    a0 = L.FusedMultiplyAdd(u, m, a0);
                    if (F.Value > 1)
                        e0 = L.FusedMultiplyAdd(v, m, e0);
                    if (C.Value > 1)
                    {
                        var n = L.Broadcast(x[plane]);
                        b0 = L.FusedMultiplyAdd(u, n, b0);
                        if (F.Value > 1)
                            f0 = L.FusedMultiplyAdd(v, n, f0);
                    }
                    if (C.Value > 2)
                    {
                        var n = L.Broadcast(x[2 * plane]);
                        c0 = L.FusedMultiplyAdd(u, n, c0);
                        if (F.Value > 1)
                            g0 = L.FusedMultiplyAdd(v, n, g0);
                    }
                    if (C.Value > 3)
                    {
                        var n = L.Broadcast(x[3 * plane]);
                        d0 = L.FusedMultiplyAdd(u, n, d0);
                        if (F.Value > 1)
                            h0 = L.FusedMultiplyAdd(v, n, h0);
                    }
                }
                if (P.Value > 1 && (!T.Clipped || (uint)(column + 1) < (uint)width))
                {
                    var m = L.Broadcast(x[1]);
                    a1 = L.FusedMultiplyAdd(u, m, a1);
                    if (F.Value > 1)
                        e1 = L.FusedMultiplyAdd(v, m, e1);
                    if (C.Value > 1)
                    {
                        var n = L.Broadcast(x[plane + 1]);
                        b1 = L.FusedMultiplyAdd(u, n, b1);
                        if (F.Value > 1)
                            f1 = L.FusedMultiplyAdd(v, n, f1);
                    }
                    if (C.Value > 2)
                    {
                        var n = L.Broadcast(x[2 * plane + 1]);
                        c1 = L.FusedMultiplyAdd(u, n, c1);
                        if (F.Value > 1)
                            g1 = L.FusedMultiplyAdd(v, n, g1);
                    }
                    if (C.Value > 3)
                    {
                        var n = L.Broadcast(x[3 * plane + 1]);
                        d1 = L.FusedMultiplyAdd(u, n, d1);
                        if (F.Value > 1)
                            h1 = L.FusedMultiplyAdd(v, n, h1);
                    }
                }
                if (P.Value > 2 && (!T.Clipped || (uint)(column + 2) < (uint)width))
                {
                    var m = L.Broadcast(x[2]);
                    a2 = L.FusedMultiplyAdd(u, m, a2);
                    if (F.Value > 1)
                        e2 = L.FusedMultiplyAdd(v, m, e2);
                    if (C.Value > 1)
                    {
                        var n = L.Broadcast(x[plane + 2]);
                        b2 = L.FusedMultiplyAdd(u, n, b2);
                        if (F.Value > 1)
                            f2 = L.FusedMultiplyAdd(v, n, f2);
                    }
                    if (C.Value > 2)
                    {
                        var n = L.Broadcast(x[2 * plane + 2]);
                        c2 = L.FusedMultiplyAdd(u, n, c2);
                        if (F.Value > 1)
                            g2 = L.FusedMultiplyAdd(v, n, g2);
                    }
                    if (C.Value > 3)
                    {
                        var n = L.Broadcast(x[3 * plane + 2]);
                        d2 = L.FusedMultiplyAdd(u, n, d2);
                        if (F.Value > 1)
                            h2 = L.FusedMultiplyAdd(v, n, h2);
                    }
                }
                if (P.Value > 3 && (!T.Clipped || (uint)(column + 3) < (uint)width))
                {
                    var m = L.Broadcast(x[3]);
                    a3 = L.FusedMultiplyAdd(u, m, a3);
                    if (F.Value > 1)
                        e3 = L.FusedMultiplyAdd(v, m, e3);
                    if (C.Value > 1)
                    {
                        var n = L.Broadcast(x[plane + 3]);
                        b3 = L.FusedMultiplyAdd(u, n, b3);
                        if (F.Value > 1)
                            f3 = L.FusedMultiplyAdd(v, n, f3);
                    }
                    if (C.Value > 2)
                    {
                        var n = L.Broadcast(x[2 * plane + 3]);
                        c3 = L.FusedMultiplyAdd(u, n, c3);
                        if (F.Value > 1)
                            g3 = L.FusedMultiplyAdd(v, n, g3);
                    }
                    if (C.Value > 3)
                    {
                        var n = L.Broadcast(x[3 * plane + 3]);
                        d3 = L.FusedMultiplyAdd(u, n, d3);
                        if (F.Value > 1)
                            h3 = L.FusedMultiplyAdd(v, n, h3);
                    }
                }
                if (P.Value > 4 && (!T.Clipped || (uint)(column + 4) < (uint)width))
                {
                    var m = L.Broadcast(x[4]);
                    a4 = L.FusedMultiplyAdd(u, m, a4);
                    if (F.Value > 1)
                        e4 = L.FusedMultiplyAdd(v, m, e4);
                    if (C.Value > 1)
                    {
                        var n = L.Broadcast(x[plane + 4]);
                        b4 = L.FusedMultiplyAdd(u, n, b4);
                        if (F.Value > 1)
                            f4 = L.FusedMultiplyAdd(v, n, f4);
                    }
                    if (C.Value > 2)
                    {
                        var n = L.Broadcast(x[2 * plane + 4]);
                        c4 = L.FusedMultiplyAdd(u, n, c4);
                        if (F.Value > 1)
                            g4 = L.FusedMultiplyAdd(v, n, g4);
                    }
                    if (C.Value > 3)
                    {
                        var n = L.Broadcast(x[3 * plane + 4]);
                        d4 = L.FusedMultiplyAdd(u, n, d4);
                        if (F.Value > 1)
                            h4 = L.FusedMultiplyAdd(v, n, h4);
                    }
                }
            }
        }

        {
            float* y = t->Sums0, z = t->Sums1;
            L.Store(a0, y);
            if (F.Value > 1)
                L.Store(e0, z);
            if (P.Value > 1)
                L.Store(a1, y + next);
            if (P.Value > 1 && F.Value > 1)
                L.Store(e1, z + next);
            if (P.Value > 2)
                L.Store(a2, y + 2 * next);
            if (P.Value > 2 && F.Value > 1)
                L.Store(e2, z + 2 * next);
            if (P.Value > 3)
                L.Store(a3, y + 3 * next);
            if (P.Value > 3 && F.Value > 1)
                L.Store(e3, z + 3 * next);
            if (P.Value > 4)
                L.Store(a4, y + 4 * next);
            if (P.Value > 4 && F.Value > 1)
                L.Store(e4, z + 4 * next);
            y += channel;
            z += channel;
            if (C.Value > 1)
                L.Store(b0, y);
            if (C.Value > 1 && F.Value > 1)
                L.Store(f0, z);
            if (P.Value > 1 && C.Value > 1)
                L.Store(b1, y + next);
            if (P.Value > 1 && C.Value > 1 && F.Value > 1)
                L.Store(f1, z + next);
            if (P.Value > 2 && C.Value > 1)
                L.Store(b2, y + 2 * next);
            if (P.Value > 2 && C.Value > 1 && F.Value > 1)
                L.Store(f2, z + 2 * next);
            if (P.Value > 3 && C.Value > 1)
                L.Store(b3, y + 3 * next);
            if (P.Value > 3 && C.Value > 1 && F.Value > 1)
                L.Store(f3, z + 3 * next);
            if (P.Value > 4 && C.Value > 1)
                L.Store(b4, y + 4 * next);
            if (P.Value > 4 && C.Value > 1 && F.Value > 1)
                L.Store(f4, z + 4 * next);
            y += channel;
            z += channel;
            if (C.Value > 2)
                L.Store(c0, y);
            if (C.Value > 2 && F.Value > 1)
                L.Store(g0, z);
            if (P.Value > 1 && C.Value > 2)
                L.Store(c1, y + next);
            if (P.Value > 1 && C.Value > 2 && F.Value > 1)
                L.Store(g1, z + next);
            if (P.Value > 2 && C.Value > 2)
                L.Store(c2, y + 2 * next);
            if (P.Value > 2 && C.Value > 2 && F.Value > 1)
                L.Store(g2, z + 2 * next);
            if (P.Value > 3 && C.Value > 2)
                L.Store(c3, y + 3 * next);
            if (P.Value > 3 && C.Value > 2 && F.Value > 1)
                L.Store(g3, z + 3 * next);
            if (P.Value > 4 && C.Value > 2)
                L.Store(c4, y + 4 * next);
            if (P.Value > 4 && C.Value > 2 && F.Value > 1)
                L.Store(g4, z + 4 * next);
            y += channel;
            z += channel;
            if (C.Value > 3)
                L.Store(d0, y);
            if (C.Value > 3 && F.Value > 1)
                L.Store(h0, z);
            if (P.Value > 1 && C.Value > 3)
                L.Store(d1, y + next);
            if (P.Value > 1 && C.Value > 3 && F.Value > 1)
                L.Store(h1, z + next);
            if (P.Value > 2 && C.Value > 3)
                L.Store(d2, y + 2 * next);
            if (P.Value > 2 && C.Value > 3 && F.Value > 1)
                L.Store(h2, z + 2 * next);
            if (P.Value > 3 && C.Value > 3)
                L.Store(d3, y + 3 * next);
            if (P.Value > 3 && C.Value > 3 && F.Value > 1)
                L.Store(h3, z + 3 * next);
            if (P.Value > 4 && C.Value > 3)
                L.Store(d4, y + 4 * next);
            if (P.Value > 4 && C.Value > 3 && F.Value > 1)
                L.Store(h4, z + 4 * next);
        }
    }
}
