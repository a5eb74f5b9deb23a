using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The register tile that convolutions and fully-connected layers share: up to 14 pixels by two vectors of filters. Each
/// accumulator is the chain of one pixel and one vector of filters; lane 0 is the strip's first filter. Per tap one or two
/// weight vectors are loaded and one input number per pixel is broadcast. Equals <see cref="Conv2dReference"/> bit for bit.
/// </summary>
/// <remarks>
/// R and F are constants to the compiler, so that the lines of absent pixels and filters vanish. The accumulators fill the
/// register file: a change here is a change to measure. Pixels are addressed from three bases, because four steps are what
/// an addressing mode reaches with two registers.
/// </remarks>
internal static unsafe class TileRoutine<L, V, R, F, T>
    where L : ILanes<V>
    where V : unmanaged
    where R : ISize
    where F : ISize
    where T : ITaps
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13;
        V b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13;
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

        var x = t->X;
        nint s = t->XStep, s3 = 3 * s;
        float* w0 = t->W0, w1 = t->W1;
        var ahead = T.Ahead ? t->Ahead : null;
        var aheadStep = T.Ahead ? t->AheadStep : 0;
        for (Tap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
        {
            // One load for both offsets: with few pixels the loads are what a tap waits for.
            var offsets = *(long*)tap;
            var weights = (nint)(offsets >> 32);
            var clip = T.Clipped ? (int)weights & TapClip.Mask : 0;
            weights -= clip;
            if (T.Ahead && Sse.IsSupported)
            {
                // A narrow strip's weights leave room for the next ones' in the nearest cache.
                if (L.Count == 16)
                    Sse.Prefetch1(ahead);
                else
                    Sse.Prefetch0(ahead);
                ahead += aheadStep;
            }

            var u = L.Load(w0 + weights);
            var v = F.Value > 1 ? L.Load(w1 + weights) : default;
            var p = x + (int)offsets;
            if (R.Value > 0 && Meets(0, clip))
            {
                var c = L.Broadcast(*p);
                a0 = L.FusedMultiplyAdd(u, c, a0);
                if (F.Value > 1)
                    b0 = L.FusedMultiplyAdd(v, c, b0);
            }
            if (R.Value > 1 && Meets(1, clip))
            {
                var c = L.Broadcast(p[s]);
                a1 = L.FusedMultiplyAdd(u, c, a1);
                if (F.Value > 1)
                    b1 = L.FusedMultiplyAdd(v, c, b1);
            }
            if (R.Value > 2 && Meets(2, clip))
            {
                var c = L.Broadcast(p[2 * s]);
                a2 = L.FusedMultiplyAdd(u, c, a2);
                if (F.Value > 1)
                    b2 = L.FusedMultiplyAdd(v, c, b2);
            }
            if (R.Value > 3 && Meets(3, clip))
            {
                var c = L.Broadcast(p[s3]);
                a3 = L.FusedMultiplyAdd(u, c, a3);
                if (F.Value > 1)
                    b3 = L.FusedMultiplyAdd(v, c, b3);
            }
            p += R.Value > 4 ? 4 * s : 0;
            if (R.Value > 4 && Meets(4, clip))
            {
                var c = L.Broadcast(*p);
                a4 = L.FusedMultiplyAdd(u, c, a4);
                if (F.Value > 1)
                    b4 = L.FusedMultiplyAdd(v, c, b4);
            }
            if (R.Value > 5 && Meets(5, clip))
            {
                var c = L.Broadcast(p[s]);
                a5 = L.FusedMultiplyAdd(u, c, a5);
                if (F.Value > 1)
                    b5 = L.FusedMultiplyAdd(v, c, b5);
            }
            if (R.Value > 6 && Meets(6, clip))
            {
                var c = L.Broadcast(p[2 * s]);
                a6 = L.FusedMultiplyAdd(u, c, a6);
                if (F.Value > 1)
                    b6 = L.FusedMultiplyAdd(v, c, b6);
            }
            if (R.Value > 7 && Meets(7, clip))
            {
                var c = L.Broadcast(p[s3]);
                a7 = L.FusedMultiplyAdd(u, c, a7);
                if (F.Value > 1)
                    b7 = L.FusedMultiplyAdd(v, c, b7);
            }
            p += R.Value > 8 ? 4 * s : 0;
            if (R.Value > 8 && Meets(8, clip))
            {
                var c = L.Broadcast(*p);
                a8 = L.FusedMultiplyAdd(u, c, a8);
                if (F.Value > 1)
                    b8 = L.FusedMultiplyAdd(v, c, b8);
            }
            if (R.Value > 9 && Meets(9, clip))
            {
                var c = L.Broadcast(p[s]);
                a9 = L.FusedMultiplyAdd(u, c, a9);
                if (F.Value > 1)
                    b9 = L.FusedMultiplyAdd(v, c, b9);
            }
            if (R.Value > 10 && Meets(10, clip))
            {
                var c = L.Broadcast(p[2 * s]);
                a10 = L.FusedMultiplyAdd(u, c, a10);
                if (F.Value > 1)
                    b10 = L.FusedMultiplyAdd(v, c, b10);
            }
            if (R.Value > 11 && Meets(11, clip))
            {
                var c = L.Broadcast(p[s3]);
                a11 = L.FusedMultiplyAdd(u, c, a11);
                if (F.Value > 1)
                    b11 = L.FusedMultiplyAdd(v, c, b11);
            }
            p += R.Value > 12 ? 4 * s : 0;
            if (R.Value > 12 && Meets(12, clip))
            {
                var c = L.Broadcast(*p);
                a12 = L.FusedMultiplyAdd(u, c, a12);
                if (F.Value > 1)
                    b12 = L.FusedMultiplyAdd(v, c, b12);
            }
            if (R.Value > 13 && Meets(13, clip))
            {
                var c = L.Broadcast(p[s]);
                a13 = L.FusedMultiplyAdd(u, c, a13);
                if (F.Value > 1)
                    b13 = L.FusedMultiplyAdd(v, c, b13);
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
                b12 = L.Rectify(b12);
                b13 = L.Rectify(b13);
            }
        }

        {
            float* y = t->Y0, z = t->Y1;
            if (R.Value > 0)
            {
                L.Store(a0, y);
                if (F.Value > 1)
                    L.Store(b0, z);
            }
            if (R.Value > 1)
            {
                L.Store(a1, y + 1 * step);
                if (F.Value > 1)
                    L.Store(b1, z + 1 * step);
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

    /// <summary>Whether a tap is one of a pixel's; a constant for pixels far from both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Meets(int pixel, int clip) => !T.Clipped
        || ((pixel >= TapClip.Most || pixel >= TapClip.First(clip))
            && (R.Value - pixel > TapClip.Most || R.Value - pixel > TapClip.Last(clip)));
}
