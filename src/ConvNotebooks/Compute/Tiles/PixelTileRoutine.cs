using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// A register tile with pixels in the lanes: up to 8 rows of a plane, a vector of neighbouring pixels of each, by up to 4
/// channels. Lane 0 is the leftmost pixel; every accumulator is the chains of its pixels in one channel. Per tap every row's
/// gradients are loaded once, and a weight per channel is broadcast. Where M says so, a tap leaves out lanes that it finds
/// outside the plane's columns: it multiplies +0 by −0 there, and −0 added to anything changes no bit. Where T says so, it leaves
/// out whole rows. Equals <see cref="Conv2dGradientReference.Input"/> bit for bit.
/// </summary>
internal static unsafe class PixelTileRoutine<L, V, R, Q, T, M>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
    where Q : ISize
    where T : ITaps
    where M : ITaps
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(PixelTile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7;
        V b0, b1, b2, b3, b4, b5, b6, b7;
        V c0, c1, c2, c3, c4, c5, c6, c7;
        V d0, d1, d2, d3, d4, d5, d6, d7;
        nint step = t->SumRowStep, next = t->SumChannelStep;
        if (t->Resume)
        {
            var y = t->Sums;
            a0 = R.Value > 0 && Q.Value > 0 ? L.Load(y) : default;
            b0 = R.Value > 0 && Q.Value > 1 ? L.Load(y + next) : default;
            c0 = R.Value > 0 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d0 = R.Value > 0 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a1 = R.Value > 1 && Q.Value > 0 ? L.Load(y) : default;
            b1 = R.Value > 1 && Q.Value > 1 ? L.Load(y + next) : default;
            c1 = R.Value > 1 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d1 = R.Value > 1 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a2 = R.Value > 2 && Q.Value > 0 ? L.Load(y) : default;
            b2 = R.Value > 2 && Q.Value > 1 ? L.Load(y + next) : default;
            c2 = R.Value > 2 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d2 = R.Value > 2 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a3 = R.Value > 3 && Q.Value > 0 ? L.Load(y) : default;
            b3 = R.Value > 3 && Q.Value > 1 ? L.Load(y + next) : default;
            c3 = R.Value > 3 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d3 = R.Value > 3 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a4 = R.Value > 4 && Q.Value > 0 ? L.Load(y) : default;
            b4 = R.Value > 4 && Q.Value > 1 ? L.Load(y + next) : default;
            c4 = R.Value > 4 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d4 = R.Value > 4 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a5 = R.Value > 5 && Q.Value > 0 ? L.Load(y) : default;
            b5 = R.Value > 5 && Q.Value > 1 ? L.Load(y + next) : default;
            c5 = R.Value > 5 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d5 = R.Value > 5 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a6 = R.Value > 6 && Q.Value > 0 ? L.Load(y) : default;
            b6 = R.Value > 6 && Q.Value > 1 ? L.Load(y + next) : default;
            c6 = R.Value > 6 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d6 = R.Value > 6 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
            y += step;
            a7 = R.Value > 7 && Q.Value > 0 ? L.Load(y) : default;
            b7 = R.Value > 7 && Q.Value > 1 ? L.Load(y + next) : default;
            c7 = R.Value > 7 && Q.Value > 2 ? L.Load(y + 2 * next) : default;
            d7 = R.Value > 7 && Q.Value > 3 ? L.Load(y + 3 * next) : default;
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = L.Broadcast(0);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = L.Broadcast(0);
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = L.Broadcast(0);
            d0 = d1 = d2 = d3 = d4 = d5 = d6 = d7 = L.Broadcast(0);
        }

        nint s = t->RowStep, s3 = 3 * s, channel = t->WeightChannelStep;
        var w = t->Weights;
        for (float** plane = t->Planes, endPlane = plane + t->PlaneCount; plane < endPlane; plane++, w += t->WeightPlaneStep)
        {
            if (L.Count == 16 && t->Ahead != null)
                Fetch(t, (nint)(plane - t->Planes));
            var x = *plane + t->Offset;
            for (PixelTap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
            {
                var p = x + tap->Gradient;
                var weight = w + tap->Weight;
                var mask = M.Clipped ? L.Load(t->Columns + tap->Column) : default;
                var u = Weight(mask, *weight);
                var v = Q.Value > 1 ? Weight(mask, weight[channel]) : default;
                var z = Q.Value > 2 ? Weight(mask, weight[2 * channel]) : default;
                var q = Q.Value > 3 ? Weight(mask, weight[3 * channel]) : default;
                var row = T.Clipped ? t->Row + tap->Row : 0;
                var rows = T.Clipped ? t->Rows : 0;
                if (!T.Clipped || (uint)row < (uint)rows)
                {
                    var g = Gradients(mask, p);
                    a0 = L.FusedMultiplyAdd(u, g, a0);
                    if (Q.Value > 1)
                        b0 = L.FusedMultiplyAdd(v, g, b0);
                    if (Q.Value > 2)
                        c0 = L.FusedMultiplyAdd(z, g, c0);
                    if (Q.Value > 3)
                        d0 = L.FusedMultiplyAdd(q, g, d0);
                }
                if (R.Value > 1 && (!T.Clipped || (uint)(row + 1) < (uint)rows))
                {
                    var g = Gradients(mask, p + s);
                    a1 = L.FusedMultiplyAdd(u, g, a1);
                    if (Q.Value > 1)
                        b1 = L.FusedMultiplyAdd(v, g, b1);
                    if (Q.Value > 2)
                        c1 = L.FusedMultiplyAdd(z, g, c1);
                    if (Q.Value > 3)
                        d1 = L.FusedMultiplyAdd(q, g, d1);
                }
                if (R.Value > 2 && (!T.Clipped || (uint)(row + 2) < (uint)rows))
                {
                    var g = Gradients(mask, p + 2 * s);
                    a2 = L.FusedMultiplyAdd(u, g, a2);
                    if (Q.Value > 1)
                        b2 = L.FusedMultiplyAdd(v, g, b2);
                    if (Q.Value > 2)
                        c2 = L.FusedMultiplyAdd(z, g, c2);
                    if (Q.Value > 3)
                        d2 = L.FusedMultiplyAdd(q, g, d2);
                }
                if (R.Value > 3 && (!T.Clipped || (uint)(row + 3) < (uint)rows))
                {
                    var g = Gradients(mask, p + s3);
                    a3 = L.FusedMultiplyAdd(u, g, a3);
                    if (Q.Value > 1)
                        b3 = L.FusedMultiplyAdd(v, g, b3);
                    if (Q.Value > 2)
                        c3 = L.FusedMultiplyAdd(z, g, c3);
                    if (Q.Value > 3)
                        d3 = L.FusedMultiplyAdd(q, g, d3);
                }
                p += R.Value > 4 ? 4 * s : 0;
                if (R.Value > 4 && (!T.Clipped || (uint)(row + 4) < (uint)rows))
                {
                    var g = Gradients(mask, p);
                    a4 = L.FusedMultiplyAdd(u, g, a4);
                    if (Q.Value > 1)
                        b4 = L.FusedMultiplyAdd(v, g, b4);
                    if (Q.Value > 2)
                        c4 = L.FusedMultiplyAdd(z, g, c4);
                    if (Q.Value > 3)
                        d4 = L.FusedMultiplyAdd(q, g, d4);
                }
                if (R.Value > 5 && (!T.Clipped || (uint)(row + 5) < (uint)rows))
                {
                    var g = Gradients(mask, p + s);
                    a5 = L.FusedMultiplyAdd(u, g, a5);
                    if (Q.Value > 1)
                        b5 = L.FusedMultiplyAdd(v, g, b5);
                    if (Q.Value > 2)
                        c5 = L.FusedMultiplyAdd(z, g, c5);
                    if (Q.Value > 3)
                        d5 = L.FusedMultiplyAdd(q, g, d5);
                }
                if (R.Value > 6 && (!T.Clipped || (uint)(row + 6) < (uint)rows))
                {
                    var g = Gradients(mask, p + 2 * s);
                    a6 = L.FusedMultiplyAdd(u, g, a6);
                    if (Q.Value > 1)
                        b6 = L.FusedMultiplyAdd(v, g, b6);
                    if (Q.Value > 2)
                        c6 = L.FusedMultiplyAdd(z, g, c6);
                    if (Q.Value > 3)
                        d6 = L.FusedMultiplyAdd(q, g, d6);
                }
                if (R.Value > 7 && (!T.Clipped || (uint)(row + 7) < (uint)rows))
                {
                    var g = Gradients(mask, p + s3);
                    a7 = L.FusedMultiplyAdd(u, g, a7);
                    if (Q.Value > 1)
                        b7 = L.FusedMultiplyAdd(v, g, b7);
                    if (Q.Value > 2)
                        c7 = L.FusedMultiplyAdd(z, g, c7);
                    if (Q.Value > 3)
                        d7 = L.FusedMultiplyAdd(q, g, d7);
                }
            }
        }

        {
            var y = t->Sums;
            L.Store(a0, y);
            if (Q.Value > 1)
                L.Store(b0, y + next);
            if (Q.Value > 2)
                L.Store(c0, y + 2 * next);
            if (Q.Value > 3)
                L.Store(d0, y + 3 * next);
            if (R.Value > 1)
            {
                y += step;
                L.Store(a1, y);
                if (Q.Value > 1)
                    L.Store(b1, y + next);
                if (Q.Value > 2)
                    L.Store(c1, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d1, y + 3 * next);
            }
            if (R.Value > 2)
            {
                y += step;
                L.Store(a2, y);
                if (Q.Value > 1)
                    L.Store(b2, y + next);
                if (Q.Value > 2)
                    L.Store(c2, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d2, y + 3 * next);
            }
            if (R.Value > 3)
            {
                y += step;
                L.Store(a3, y);
                if (Q.Value > 1)
                    L.Store(b3, y + next);
                if (Q.Value > 2)
                    L.Store(c3, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d3, y + 3 * next);
            }
            if (R.Value > 4)
            {
                y += step;
                L.Store(a4, y);
                if (Q.Value > 1)
                    L.Store(b4, y + next);
                if (Q.Value > 2)
                    L.Store(c4, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d4, y + 3 * next);
            }
            if (R.Value > 5)
            {
                y += step;
                L.Store(a5, y);
                if (Q.Value > 1)
                    L.Store(b5, y + next);
                if (Q.Value > 2)
                    L.Store(c5, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d5, y + 3 * next);
            }
            if (R.Value > 6)
            {
                y += step;
                L.Store(a6, y);
                if (Q.Value > 1)
                    L.Store(b6, y + next);
                if (Q.Value > 2)
                    L.Store(c6, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d6, y + 3 * next);
            }
            if (R.Value > 7)
            {
                y += step;
                L.Store(a7, y);
                if (Q.Value > 1)
                    L.Store(b7, y + next);
                if (Q.Value > 2)
                    L.Store(c7, y + 2 * next);
                if (Q.Value > 3)
                    L.Store(d7, y + 3 * next);
            }
        }
    }

    /// <summary>Asks for the rows that a later tile reads, which the processor does not foresee: planes are far apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(PixelTile* t, nint plane)
    {
        if (!Sse.IsSupported)
            return;
        var x = t->Ahead[plane] + t->AheadOffset;
        for (var row = 0; row < t->AheadRows; row++, x += t->RowStep)
            Sse.Prefetch0(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Weight(V mask, float weight) => M.Clipped ? L.Select(mask, L.Broadcast(weight), L.Broadcast(-0f)) : L.Broadcast(weight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Gradients(V mask, float* from) => M.Clipped ? L.And(mask, L.Load(from)) : L.Load(from);
}
