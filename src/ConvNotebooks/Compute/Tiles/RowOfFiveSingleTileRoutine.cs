using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// <see cref="RowOfFiveTileRoutine{L, V, R}"/> with one vector of filters and 5 to 20 pixels: half the filters leave room for
/// longer lines. With ten pixels or fewer every output waits for its own last sum, with more there is enough else to do.
/// </summary>
internal static unsafe class RowOfFiveSingleTileRoutine<L, V, R>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7, a8, a9;
        V a10, a11, a12, a13, a14, a15, a16, a17, a18, a19;
        var step = t->YStep;
        if (t->Resume)
        {
            var y = t->Y0;
            a0 = L.Load(y);
            a1 = L.Load(y + 1 * step);
            a2 = L.Load(y + 2 * step);
            a3 = L.Load(y + 3 * step);
            a4 = L.Load(y + 4 * step);
            a5 = R.Value > 5 ? L.Load(y + 5 * step) : default;
            a6 = R.Value > 6 ? L.Load(y + 6 * step) : default;
            a7 = R.Value > 7 ? L.Load(y + 7 * step) : default;
            a8 = R.Value > 8 ? L.Load(y + 8 * step) : default;
            a9 = R.Value > 9 ? L.Load(y + 9 * step) : default;
            a10 = R.Value > 10 ? L.Load(y + 10 * step) : default;
            a11 = R.Value > 11 ? L.Load(y + 11 * step) : default;
            a12 = R.Value > 12 ? L.Load(y + 12 * step) : default;
            a13 = R.Value > 13 ? L.Load(y + 13 * step) : default;
            a14 = R.Value > 14 ? L.Load(y + 14 * step) : default;
            a15 = R.Value > 15 ? L.Load(y + 15 * step) : default;
            a16 = R.Value > 16 ? L.Load(y + 16 * step) : default;
            a17 = R.Value > 17 ? L.Load(y + 17 * step) : default;
            a18 = R.Value > 18 ? L.Load(y + 18 * step) : default;
            a19 = R.Value > 19 ? L.Load(y + 19 * step) : default;
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = L.Load(t->Bias0);
            a10 = a11 = a12 = a13 = a14 = a15 = a16 = a17 = a18 = a19 = a0;
        }

        var x = t->X;
        nint s = t->XStep, s3 = 3 * s, column = t->TapStep;
        var w0 = t->W0;
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

            var u0 = L.Load(w0 + weights);
            weights += column;
            var u1 = L.Load(w0 + weights);
            weights += column;
            var u2 = L.Load(w0 + weights);
            weights += column;
            var u3 = L.Load(w0 + weights);
            weights += column;
            var u4 = L.Load(w0 + weights);
            var p = x + (int)offsets;
            if (Reads(0, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(0, u0, c, ref a0);
            }
            if (Reads(1, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(1, u0, c, ref a1);
                Meet(0, u1, c, ref a0);
            }
            if (Reads(2, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(2, u0, c, ref a2);
                Meet(1, u1, c, ref a1);
                Meet(0, u2, c, ref a0);
            }
            if (Reads(3, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(3, u0, c, ref a3);
                Meet(2, u1, c, ref a2);
                Meet(1, u2, c, ref a1);
                Meet(0, u3, c, ref a0);
            }
            p += 4 * s;
            if (Reads(4, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(4, u0, c, ref a4);
                Meet(3, u1, c, ref a3);
                Meet(2, u2, c, ref a2);
                Meet(1, u3, c, ref a1);
                Meet(0, u4, c, ref a0);
            }
            if (Reads(5, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(5, u0, c, ref a5);
                Meet(4, u1, c, ref a4);
                Meet(3, u2, c, ref a3);
                Meet(2, u3, c, ref a2);
                Meet(1, u4, c, ref a1);
            }
            if (Reads(6, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(6, u0, c, ref a6);
                Meet(5, u1, c, ref a5);
                Meet(4, u2, c, ref a4);
                Meet(3, u3, c, ref a3);
                Meet(2, u4, c, ref a2);
            }
            if (Reads(7, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(7, u0, c, ref a7);
                Meet(6, u1, c, ref a6);
                Meet(5, u2, c, ref a5);
                Meet(4, u3, c, ref a4);
                Meet(3, u4, c, ref a3);
            }
            p += 4 * s;
            if (Reads(8, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(8, u0, c, ref a8);
                Meet(7, u1, c, ref a7);
                Meet(6, u2, c, ref a6);
                Meet(5, u3, c, ref a5);
                Meet(4, u4, c, ref a4);
            }
            if (Reads(9, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(9, u0, c, ref a9);
                Meet(8, u1, c, ref a8);
                Meet(7, u2, c, ref a7);
                Meet(6, u3, c, ref a6);
                Meet(5, u4, c, ref a5);
            }
            if (Reads(10, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(10, u0, c, ref a10);
                Meet(9, u1, c, ref a9);
                Meet(8, u2, c, ref a8);
                Meet(7, u3, c, ref a7);
                Meet(6, u4, c, ref a6);
            }
            if (Reads(11, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(11, u0, c, ref a11);
                Meet(10, u1, c, ref a10);
                Meet(9, u2, c, ref a9);
                Meet(8, u3, c, ref a8);
                Meet(7, u4, c, ref a7);
            }
            p += R.Value > 8 ? 4 * s : 0;
            if (Reads(12, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(12, u0, c, ref a12);
                Meet(11, u1, c, ref a11);
                Meet(10, u2, c, ref a10);
                Meet(9, u3, c, ref a9);
                Meet(8, u4, c, ref a8);
            }
            if (Reads(13, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(13, u0, c, ref a13);
                Meet(12, u1, c, ref a12);
                Meet(11, u2, c, ref a11);
                Meet(10, u3, c, ref a10);
                Meet(9, u4, c, ref a9);
            }
            if (Reads(14, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(14, u0, c, ref a14);
                Meet(13, u1, c, ref a13);
                Meet(12, u2, c, ref a12);
                Meet(11, u3, c, ref a11);
                Meet(10, u4, c, ref a10);
            }
            if (Reads(15, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(15, u0, c, ref a15);
                Meet(14, u1, c, ref a14);
                Meet(13, u2, c, ref a13);
                Meet(12, u3, c, ref a12);
                Meet(11, u4, c, ref a11);
            }
            p += R.Value > 12 ? 4 * s : 0;
            if (Reads(16, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(16, u0, c, ref a16);
                Meet(15, u1, c, ref a15);
                Meet(14, u2, c, ref a14);
                Meet(13, u3, c, ref a13);
                Meet(12, u4, c, ref a12);
            }
            if (Reads(17, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(17, u0, c, ref a17);
                Meet(16, u1, c, ref a16);
                Meet(15, u2, c, ref a15);
                Meet(14, u3, c, ref a14);
                Meet(13, u4, c, ref a13);
            }
            if (Reads(18, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(18, u0, c, ref a18);
                Meet(17, u1, c, ref a17);
                Meet(16, u2, c, ref a16);
                Meet(15, u3, c, ref a15);
                Meet(14, u4, c, ref a14);
            }
            if (Reads(19, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(19, u0, c, ref a19);
                Meet(18, u1, c, ref a18);
                Meet(17, u2, c, ref a17);
                Meet(16, u3, c, ref a16);
                Meet(15, u4, c, ref a15);
            }
            p += R.Value > 16 ? 4 * s : 0;
            if (Reads(20, cutFirst, cutLast))
            {
                var c = L.Broadcast(*p);
                Meet(19, u1, c, ref a19);
                Meet(18, u2, c, ref a18);
                Meet(17, u3, c, ref a17);
                Meet(16, u4, c, ref a16);
            }
            if (Reads(21, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s]);
                Meet(19, u2, c, ref a19);
                Meet(18, u3, c, ref a18);
                Meet(17, u4, c, ref a17);
            }
            if (Reads(22, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[2 * s]);
                Meet(19, u3, c, ref a19);
                Meet(18, u4, c, ref a18);
            }
            if (Reads(23, cutFirst, cutLast))
            {
                var c = L.Broadcast(p[s3]);
                Meet(19, u4, c, ref a19);
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
            a14 = L.Rectify(a14);
            a15 = L.Rectify(a15);
            a16 = L.Rectify(a16);
            a17 = L.Rectify(a17);
            a18 = L.Rectify(a18);
            a19 = L.Rectify(a19);
        }

        {
            var y = t->Y0;
            Store(0, a0, y);
            Store(1, a1, y + 1 * step);
            Store(2, a2, y + 2 * step);
            Store(3, a3, y + 3 * step);
            Store(4, a4, y + 4 * step);
            Store(5, a5, y + 5 * step);
            Store(6, a6, y + 6 * step);
            Store(7, a7, y + 7 * step);
            Store(8, a8, y + 8 * step);
            Store(9, a9, y + 9 * step);
            Store(10, a10, y + 10 * step);
            Store(11, a11, y + 11 * step);
            Store(12, a12, y + 12 * step);
            Store(13, a13, y + 13 * step);
            Store(14, a14, y + 14 * step);
            Store(15, a15, y + 15 * step);
            Store(16, a16, y + 16 * step);
            Store(17, a17, y + 17 * step);
            Store(18, a18, y + 18 * step);
            Store(19, a19, y + 19 * step);
        }
    }

    /// <summary>Whether the tile reads one of its inputs; a constant but for four at either end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Reads(int input, int cutFirst, int cutLast) =>
        input < R.Value + 4 && (input >= 4 || input >= cutFirst) && (input < R.Value || R.Value + 4 - input > cutLast);

    /// <summary>An input's part in the chain of a pixel, if the tile has that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Meet(int pixel, V u, V c, ref V a)
    {
        if (pixel < R.Value)
            a = L.FusedMultiplyAdd(u, c, a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int pixel, V a, float* y)
    {
        if (pixel < R.Value)
            L.Store(a, y);
    }
}
