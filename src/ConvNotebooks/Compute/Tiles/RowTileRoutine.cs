using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// A register tile for windows of three columns and stride 1: up to 12 neighbouring pixels by one or two vectors of filters. A
/// tap is a row of a window here: each input number is broadcast once for the up to three outputs that read it, a third as many
/// loads as in <see cref="TileRoutine{L, V, R, F, T}"/>. Inputs come in order, so that every output still adds its taps from the
/// first to the last. Lane 0 is the strip's first filter. Equals <see cref="Conv2dReference"/> bit for bit.
/// </summary>
/// <remarks>
/// X is where the first output has its first tap; <see cref="Tile.CutFirst"/> and <see cref="Tile.CutLast"/> say whether that
/// pixel, and the one right of the tile, are outside the image. 24 accumulators, six weights and one input fill the register file.
/// </remarks>
internal static unsafe class RowTileRoutine<L, V, R, F>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
    where F : ISize
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11;
        V b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11;
        var step = t->YStep;
        if (t->Resume)
        {
            float* y = t->Y0, z = t->Y1;
            a0 = R.Value > 0 ? L.Load(y) : default;
            b0 = R.Value > 0 && F.Value > 1 ? L.Load(z) : default;
            a1 = R.Value > 1 ? L.Load(y + 1 * step) : default;
            b1 = R.Value > 1 && F.Value > 1 ? L.Load(z + 1 * step) : default;
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
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = a10 = a11 = L.Load(t->Bias0);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = b9 = b10 = b11 = F.Value > 1 ? L.Load(t->Bias1) : default;
        }

        var x = t->X;
        nint s = t->XStep, s3 = 3 * s, column = t->TapStep;
        float* w0 = t->W0, w1 = t->W1;
        bool first = t->CutFirst == 0, last = t->CutLast == 0;
        var ahead = t->Ahead;
        var aheadStep = t->AheadStep;
        for (Tap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
        {
            var offsets = *(long*)tap;
            var weights = (nint)(offsets >> 32);
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(ahead);
                Sse.Prefetch1(ahead + aheadStep);
                Sse.Prefetch1(ahead + 2 * aheadStep);
                ahead += 3 * aheadStep;
            }

            V u0 = L.Load(w0 + weights), v0 = F.Value > 1 ? L.Load(w1 + weights) : default;
            weights += column;
            V u1 = L.Load(w0 + weights), v1 = F.Value > 1 ? L.Load(w1 + weights) : default;
            weights += column;
            V u2 = L.Load(w0 + weights), v2 = F.Value > 1 ? L.Load(w1 + weights) : default;
            var p = x + (int)offsets;
            if (first)
            {
                var c = L.Broadcast(*p);
                a0 = L.FusedMultiplyAdd(u0, c, a0);
                b0 = F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b0) : default;
            }
            if (R.Value > 0)
            {
                var c = L.Broadcast(p[s]);
                a1 = R.Value > 1 ? L.FusedMultiplyAdd(u0, c, a1) : default;
                b1 = R.Value > 1 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b1) : default;
                a0 = L.FusedMultiplyAdd(u1, c, a0);
                b0 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b0) : default;
            }
            if (R.Value > 1)
            {
                var c = L.Broadcast(p[2 * s]);
                a2 = R.Value > 2 ? L.FusedMultiplyAdd(u0, c, a2) : default;
                b2 = R.Value > 2 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b2) : default;
                a1 = L.FusedMultiplyAdd(u1, c, a1);
                b1 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b1) : default;
                a0 = L.FusedMultiplyAdd(u2, c, a0);
                b0 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b0) : default;
            }
            if (R.Value == 1 && last)
            {
                var c = L.Broadcast(p[2 * s]);
                a0 = L.FusedMultiplyAdd(u2, c, a0);
                b0 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b0) : default;
            }
            if (R.Value > 2)
            {
                var c = L.Broadcast(p[s3]);
                a3 = R.Value > 3 ? L.FusedMultiplyAdd(u0, c, a3) : default;
                b3 = R.Value > 3 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b3) : default;
                a2 = L.FusedMultiplyAdd(u1, c, a2);
                b2 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b2) : default;
                a1 = L.FusedMultiplyAdd(u2, c, a1);
                b1 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b1) : default;
            }
            if (R.Value == 2 && last)
            {
                var c = L.Broadcast(p[s3]);
                a1 = L.FusedMultiplyAdd(u2, c, a1);
                b1 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b1) : default;
            }
            p += R.Value >= 3 ? 4 * s : 0;
            if (R.Value > 3)
            {
                var c = L.Broadcast(*p);
                a4 = R.Value > 4 ? L.FusedMultiplyAdd(u0, c, a4) : default;
                b4 = R.Value > 4 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b4) : default;
                a3 = L.FusedMultiplyAdd(u1, c, a3);
                b3 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b3) : default;
                a2 = L.FusedMultiplyAdd(u2, c, a2);
                b2 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b2) : default;
            }
            if (R.Value == 3 && last)
            {
                var c = L.Broadcast(*p);
                a2 = L.FusedMultiplyAdd(u2, c, a2);
                b2 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b2) : default;
            }
            if (R.Value > 4)
            {
                var c = L.Broadcast(p[s]);
                a5 = R.Value > 5 ? L.FusedMultiplyAdd(u0, c, a5) : default;
                b5 = R.Value > 5 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b5) : default;
                a4 = L.FusedMultiplyAdd(u1, c, a4);
                b4 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b4) : default;
                a3 = L.FusedMultiplyAdd(u2, c, a3);
                b3 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b3) : default;
            }
            if (R.Value == 4 && last)
            {
                var c = L.Broadcast(p[s]);
                a3 = L.FusedMultiplyAdd(u2, c, a3);
                b3 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b3) : default;
            }
            if (R.Value > 5)
            {
                var c = L.Broadcast(p[2 * s]);
                a6 = R.Value > 6 ? L.FusedMultiplyAdd(u0, c, a6) : default;
                b6 = R.Value > 6 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b6) : default;
                a5 = L.FusedMultiplyAdd(u1, c, a5);
                b5 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b5) : default;
                a4 = L.FusedMultiplyAdd(u2, c, a4);
                b4 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b4) : default;
            }
            if (R.Value == 5 && last)
            {
                var c = L.Broadcast(p[2 * s]);
                a4 = L.FusedMultiplyAdd(u2, c, a4);
                b4 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b4) : default;
            }
            if (R.Value > 6)
            {
                var c = L.Broadcast(p[s3]);
                a7 = R.Value > 7 ? L.FusedMultiplyAdd(u0, c, a7) : default;
                b7 = R.Value > 7 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b7) : default;
                a6 = L.FusedMultiplyAdd(u1, c, a6);
                b6 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b6) : default;
                a5 = L.FusedMultiplyAdd(u2, c, a5);
                b5 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b5) : default;
            }
            if (R.Value == 6 && last)
            {
                var c = L.Broadcast(p[s3]);
                a5 = L.FusedMultiplyAdd(u2, c, a5);
                b5 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b5) : default;
            }
            p += R.Value >= 7 ? 4 * s : 0;
            if (R.Value > 7)
            {
                var c = L.Broadcast(*p);
                a8 = R.Value > 8 ? L.FusedMultiplyAdd(u0, c, a8) : default;
                b8 = R.Value > 8 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b8) : default;
                a7 = L.FusedMultiplyAdd(u1, c, a7);
                b7 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b7) : default;
                a6 = L.FusedMultiplyAdd(u2, c, a6);
                b6 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b6) : default;
            }
            if (R.Value == 7 && last)
            {
                var c = L.Broadcast(*p);
                a6 = L.FusedMultiplyAdd(u2, c, a6);
                b6 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b6) : default;
            }
            if (R.Value > 8)
            {
                var c = L.Broadcast(p[s]);
                a9 = R.Value > 9 ? L.FusedMultiplyAdd(u0, c, a9) : default;
                b9 = R.Value > 9 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b9) : default;
                a8 = L.FusedMultiplyAdd(u1, c, a8);
                b8 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b8) : default;
                a7 = L.FusedMultiplyAdd(u2, c, a7);
                b7 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b7) : default;
            }
            if (R.Value == 8 && last)
            {
                var c = L.Broadcast(p[s]);
                a7 = L.FusedMultiplyAdd(u2, c, a7);
                b7 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b7) : default;
            }
            if (R.Value > 9)
            {
                var c = L.Broadcast(p[2 * s]);
                a10 = R.Value > 10 ? L.FusedMultiplyAdd(u0, c, a10) : default;
                b10 = R.Value > 10 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b10) : default;
                a9 = L.FusedMultiplyAdd(u1, c, a9);
                b9 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b9) : default;
                a8 = L.FusedMultiplyAdd(u2, c, a8);
                b8 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b8) : default;
            }
            if (R.Value == 9 && last)
            {
                var c = L.Broadcast(p[2 * s]);
                a8 = L.FusedMultiplyAdd(u2, c, a8);
                b8 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b8) : default;
            }
            if (R.Value > 10)
            {
                var c = L.Broadcast(p[s3]);
                a11 = R.Value > 11 ? L.FusedMultiplyAdd(u0, c, a11) : default;
                b11 = R.Value > 11 && F.Value > 1 ? L.FusedMultiplyAdd(v0, c, b11) : default;
                a10 = L.FusedMultiplyAdd(u1, c, a10);
                b10 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b10) : default;
                a9 = L.FusedMultiplyAdd(u2, c, a9);
                b9 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b9) : default;
            }
            if (R.Value == 10 && last)
            {
                var c = L.Broadcast(p[s3]);
                a9 = L.FusedMultiplyAdd(u2, c, a9);
                b9 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b9) : default;
            }
            p += R.Value >= 11 ? 4 * s : 0;
            if (R.Value > 11)
            {
                var c = L.Broadcast(*p);
                a11 = L.FusedMultiplyAdd(u1, c, a11);
                b11 = F.Value > 1 ? L.FusedMultiplyAdd(v1, c, b11) : default;
                a10 = L.FusedMultiplyAdd(u2, c, a10);
                b10 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b10) : default;
            }
            if (R.Value == 11 && last)
            {
                var c = L.Broadcast(*p);
                a10 = L.FusedMultiplyAdd(u2, c, a10);
                b10 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b10) : default;
            }
            if (R.Value == 12 && last)
            {
                var c = L.Broadcast(p[s]);
                a11 = L.FusedMultiplyAdd(u2, c, a11);
                b11 = F.Value > 1 ? L.FusedMultiplyAdd(v2, c, b11) : default;
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
            if (F.Value > 1)
            {
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
            }
        }

        {
            float* y = t->Y0, z = t->Y1;
            Store(a0, b0, y, z);
            if (R.Value > 1)
                Store(a1, b1, y + 1 * step, z + 1 * step);
            if (R.Value > 2)
                Store(a2, b2, y + 2 * step, z + 2 * step);
            if (R.Value > 3)
                Store(a3, b3, y + 3 * step, z + 3 * step);
            if (R.Value > 4)
                Store(a4, b4, y + 4 * step, z + 4 * step);
            if (R.Value > 5)
                Store(a5, b5, y + 5 * step, z + 5 * step);
            if (R.Value > 6)
                Store(a6, b6, y + 6 * step, z + 6 * step);
            if (R.Value > 7)
                Store(a7, b7, y + 7 * step, z + 7 * step);
            if (R.Value > 8)
                Store(a8, b8, y + 8 * step, z + 8 * step);
            if (R.Value > 9)
                Store(a9, b9, y + 9 * step, z + 9 * step);
            if (R.Value > 10)
                Store(a10, b10, y + 10 * step, z + 10 * step);
            if (R.Value > 11)
                Store(a11, b11, y + 11 * step, z + 11 * step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(V a, V b, float* y, float* z)
    {
        L.Store(a, y);
        if (F.Value > 1)
            L.Store(b, z);
    }
}
