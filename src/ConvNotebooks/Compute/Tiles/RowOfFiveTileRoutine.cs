using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// A register tile for windows of five columns and stride 1: 5 to 10 neighbouring pixels by two vectors of filters. As in
/// <see cref="RowTileRoutine{L, V, R, F}"/> a tap is a row of a window: each input number is broadcast once for the up to five
/// outputs that read it, and 10 pixels by two vectors have 24 loads for 100 multiply-adds. Inputs come in order, so that every
/// output still adds its taps from the first to the last. Lane 0 is the strip's first filter. Equals
/// <see cref="Conv2dReference"/> bit for bit.
/// </summary>
/// <remarks>
/// X is where the first output has its first tap. Of the inputs from there on <see cref="Tile.CutFirst"/> at the beginning and
/// <see cref="Tile.CutLast"/> at the end are outside the image. 20 accumulators, ten weights and one input fill the register file.
/// </remarks>
internal static unsafe class RowOfFiveTileRoutine<L, V, R>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7, a8, a9;
        V b0, b1, b2, b3, b4, b5, b6, b7, b8, b9;
        var step = t->YStep;
        if (t->Resume)
        {
            float* y = t->Y0, z = t->Y1;
            a0 = L.Load(y);
            b0 = L.Load(z);
            a1 = L.Load(y + 1 * step);
            b1 = L.Load(z + 1 * step);
            a2 = L.Load(y + 2 * step);
            b2 = L.Load(z + 2 * step);
            a3 = L.Load(y + 3 * step);
            b3 = L.Load(z + 3 * step);
            a4 = L.Load(y + 4 * step);
            b4 = L.Load(z + 4 * step);
            a5 = R.Value > 5 ? L.Load(y + 5 * step) : default;
            b5 = R.Value > 5 ? L.Load(z + 5 * step) : default;
            a6 = R.Value > 6 ? L.Load(y + 6 * step) : default;
            b6 = R.Value > 6 ? L.Load(z + 6 * step) : default;
            a7 = R.Value > 7 ? L.Load(y + 7 * step) : default;
            b7 = R.Value > 7 ? L.Load(z + 7 * step) : default;
            a8 = R.Value > 8 ? L.Load(y + 8 * step) : default;
            b8 = R.Value > 8 ? L.Load(z + 8 * step) : default;
            a9 = R.Value > 9 ? L.Load(y + 9 * step) : default;
            b9 = R.Value > 9 ? L.Load(z + 9 * step) : default;
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = L.Load(t->Bias0);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = b9 = L.Load(t->Bias1);
        }

        var x = t->X;
        nint s = t->XStep, s3 = 3 * s, column = t->TapStep;
        float* w0 = t->W0, w1 = t->W1;
        int cutFirst = t->CutFirst, cutLast = t->CutLast;
        var ahead = t->Ahead;
        var aheadStep = t->AheadStep;
        for (Tap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
        {
            var offsets = *(long*)tap;
            var weights = (nint)(offsets >> 32);
            if (Sse.IsSupported && aheadStep != 0)
            {
                Sse.Prefetch1(ahead);
                Sse.Prefetch1(ahead + aheadStep);
                Sse.Prefetch1(ahead + 2 * aheadStep);
                ahead += 3 * aheadStep;
                Sse.Prefetch1(ahead);
                Sse.Prefetch1(ahead + aheadStep);
                ahead += 2 * aheadStep;
            }

            V u0 = L.Load(w0 + weights), v0 = L.Load(w1 + weights);
            weights += column;
            V u1 = L.Load(w0 + weights), v1 = L.Load(w1 + weights);
            weights += column;
            V u2 = L.Load(w0 + weights), v2 = L.Load(w1 + weights);
            weights += column;
            V u3 = L.Load(w0 + weights), v3 = L.Load(w1 + weights);
            weights += column;
            V u4 = L.Load(w0 + weights), v4 = L.Load(w1 + weights);
            var p = x + (int)offsets;
            if (Reads(0, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(0, u0, v0, c, ref a0, ref b0);
            }
            if (Reads(1, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(1, u0, v0, c, ref a1, ref b1);
                Meet(0, u1, v1, c, ref a0, ref b0);
            }
            if (Reads(2, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(2, u0, v0, c, ref a2, ref b2);
                Meet(1, u1, v1, c, ref a1, ref b1);
                Meet(0, u2, v2, c, ref a0, ref b0);
            }
            if (Reads(3, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(3, u0, v0, c, ref a3, ref b3);
                Meet(2, u1, v1, c, ref a2, ref b2);
                Meet(1, u2, v2, c, ref a1, ref b1);
                Meet(0, u3, v3, c, ref a0, ref b0);
            }
            p += 4 * s;
            if (Reads(4, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(4, u0, v0, c, ref a4, ref b4);
                Meet(3, u1, v1, c, ref a3, ref b3);
                Meet(2, u2, v2, c, ref a2, ref b2);
                Meet(1, u3, v3, c, ref a1, ref b1);
                Meet(0, u4, v4, c, ref a0, ref b0);
            }
            if (Reads(5, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(5, u0, v0, c, ref a5, ref b5);
                Meet(4, u1, v1, c, ref a4, ref b4);
                Meet(3, u2, v2, c, ref a3, ref b3);
                Meet(2, u3, v3, c, ref a2, ref b2);
                Meet(1, u4, v4, c, ref a1, ref b1);
            }
            if (Reads(6, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(6, u0, v0, c, ref a6, ref b6);
                Meet(5, u1, v1, c, ref a5, ref b5);
                Meet(4, u2, v2, c, ref a4, ref b4);
                Meet(3, u3, v3, c, ref a3, ref b3);
                Meet(2, u4, v4, c, ref a2, ref b2);
            }
            if (Reads(7, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(7, u0, v0, c, ref a7, ref b7);
                Meet(6, u1, v1, c, ref a6, ref b6);
                Meet(5, u2, v2, c, ref a5, ref b5);
                Meet(4, u3, v3, c, ref a4, ref b4);
                Meet(3, u4, v4, c, ref a3, ref b3);
            }
            p += 4 * s;
            if (Reads(8, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(8, u0, v0, c, ref a8, ref b8);
                Meet(7, u1, v1, c, ref a7, ref b7);
                Meet(6, u2, v2, c, ref a6, ref b6);
                Meet(5, u3, v3, c, ref a5, ref b5);
                Meet(4, u4, v4, c, ref a4, ref b4);
            }
            if (Reads(9, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(9, u0, v0, c, ref a9, ref b9);
                Meet(8, u1, v1, c, ref a8, ref b8);
                Meet(7, u2, v2, c, ref a7, ref b7);
                Meet(6, u3, v3, c, ref a6, ref b6);
                Meet(5, u4, v4, c, ref a5, ref b5);
            }
            if (Reads(10, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(9, u1, v1, c, ref a9, ref b9);
                Meet(8, u2, v2, c, ref a8, ref b8);
                Meet(7, u3, v3, c, ref a7, ref b7);
                Meet(6, u4, v4, c, ref a6, ref b6);
            }
            if (Reads(11, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(9, u2, v2, c, ref a9, ref b9);
                Meet(8, u3, v3, c, ref a8, ref b8);
                Meet(7, u4, v4, c, ref a7, ref b7);
            }
            p += R.Value > 8 ? 4 * s : 0;
            if (Reads(12, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(9, u3, v3, c, ref a9, ref b9);
                Meet(8, u4, v4, c, ref a8, ref b8);
            }
            if (Reads(13, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(9, u4, v4, c, ref a9, ref b9);
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
        }

        {
            float* y = t->Y0, z = t->Y1;
            Store(0, a0, b0, y, z);
            Store(1, a1, b1, y + 1 * step, z + 1 * step);
            Store(2, a2, b2, y + 2 * step, z + 2 * step);
            Store(3, a3, b3, y + 3 * step, z + 3 * step);
            Store(4, a4, b4, y + 4 * step, z + 4 * step);
            Store(5, a5, b5, y + 5 * step, z + 5 * step);
            Store(6, a6, b6, y + 6 * step, z + 6 * step);
            Store(7, a7, b7, y + 7 * step, z + 7 * step);
            Store(8, a8, b8, y + 8 * step, z + 8 * step);
            Store(9, a9, b9, y + 9 * step, z + 9 * step);
        }
    }

    /// <summary>Whether the tile reads one of its inputs; a constant but for four at either end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Reads(int input, int cutFirst, int cutLast) =>
        input < R.Value + 4 && (input >= 4 || input >= cutFirst) && (input < R.Value || R.Value + 4 - input > cutLast);

    /// <summary>An input's part in the chains of a pixel, if the tile has that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Meet(int pixel, V u, V v, V c, ref V a, ref V b)
    {
        if (pixel >= R.Value)
            return;
        a = L.FusedMultiplyAdd(u, c, a);
        b = L.FusedMultiplyAdd(v, c, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int pixel, V a, V b, float* y, float* z)
    {
        if (pixel >= R.Value)
            return;
        L.Store(a, y);
        L.Store(b, z);
    }
}
