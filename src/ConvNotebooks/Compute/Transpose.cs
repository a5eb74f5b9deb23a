using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// Moves pixels with their channels side by side to planes with their pixels side by side:
/// to[channel · planeStep + pixel] = from[pixel · fromStep + channel]. Sixteen pixels by four channels at a time, each lane of
/// 128 bits a square of its own, or four by four, or one by one. The last pixels of a run are copied together with some before them.
/// </summary>
internal static unsafe class Transpose
{
    /// <param name="from">The first pixel's first channel.</param>
    /// <param name="fromStep">From one pixel to the next.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="to">The first plane's first pixel.</param>
    /// <param name="planeStep">From one plane to the next.</param>
    /// <param name="far">Whether the planes are likely to be in no near cache: their lines are asked for before they are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPlanes(float* from, nint fromStep, int pixels, int channels, float* to, nint planeStep, bool far = false)
    {
        // A stretch of pixels at a time, which stays in the nearest cache while its channels are taken by fours.
        const int Stretch = 128;
        for (int first = 0, next = Stretch + Lead(to); first < pixels; first = next, next += Stretch)
            Move(from + first * fromStep, fromStep, Math.Min(next, pixels) - first, channels, to + first, planeStep, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(float* from, nint fromStep, int pixels, int channels, float* to, nint planeStep, bool far)
    {
        var channel = 0;
        if (Avx512F.IsSupported && pixels >= 16)
        {
            for (; channel + 16 <= channels; channel += 16)
                SixteenPlanes(from + channel, fromStep, pixels, to + channel * planeStep, planeStep, far);
        }

        if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            for (; channel + 4 <= channels; channel += 4)
                FourPlanes(from + channel, fromStep, pixels, to + channel * planeStep, planeStep);
        }

        for (; channel < channels; channel++)
            for (var pixel = 0; pixel < pixels; pixel++)
                to[channel * planeStep + pixel] = from[pixel * fromStep + channel];
    }

    /// <summary>
    /// Every line of memory is read once and, where the planes' lines begin at the same pixel, written whole: planes whose lines
    /// share a set of the cache cost no more. The first sixteen pixels reach into the first whole line.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixteenPlanes(float* from, nint fromStep, int pixels, float* to, nint toStep, bool far)
    {
        for (int first = 0, next = Lead(to) is > 0 and var lead ? lead : 16; first < pixels; first = next, next += 16)
        {
            for (var plane = 0; plane < 16 && far && next < pixels; plane++)
                Sse.Prefetch0(to + next + plane * toStep);
            var pixel = Math.Min(first, pixels - 16);
            var x = from + pixel * fromStep;
            var (a0, a1, a2, a3) = Squares(x, fromStep);
            var (b0, b1, b2, b3) = Squares(x + 4 * fromStep, fromStep);
            var (c0, c1, c2, c3) = Squares(x + 8 * fromStep, fromStep);
            var (d0, d1, d2, d3) = Squares(x + 12 * fromStep, fromStep);
            var y = to + pixel;
            StoreEveryFourth(a0, b0, c0, d0, y, toStep);
            StoreEveryFourth(a1, b1, c1, d1, y + toStep, toStep);
            StoreEveryFourth(a2, b2, c2, d2, y + 2 * toStep, toStep);
            StoreEveryFourth(a3, b3, c3, d3, y + 3 * toStep, toStep);
        }
    }

    /// <summary>Pixels before the first line of memory (64 bytes) that begins in a plane.</summary>
    private static int Lead(float* to) => (int)(-((nint)to / sizeof(float)) & 15);

    /// <summary>Four pixels, each square of four channels turned in its lane of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Squares(float* x, nint step)
    {
        Vector512<float> a = Vector512.Load(x), b = Vector512.Load(x + step), c = Vector512.Load(x + 2 * step), d = Vector512.Load(x + 3 * step);
        Vector512<float> e = Avx512F.UnpackLow(a, c), f = Avx512F.UnpackHigh(a, c);
        Vector512<float> g = Avx512F.UnpackLow(b, d), h = Avx512F.UnpackHigh(b, d);
        return (Avx512F.UnpackLow(e, g), Avx512F.UnpackHigh(e, g), Avx512F.UnpackLow(f, h), Avx512F.UnpackHigh(f, h));
    }

    /// <summary>One channel of every four: the lanes of 128 bits of four vectors become a vector each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEveryFourth(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* y, nint step)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<float> e = Avx512F.Shuffle4x128(a, b, Even), f = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<float> g = Avx512F.Shuffle4x128(c, d, Even), h = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(e, g, Even).Store(y);
        Avx512F.Shuffle4x128(f, h, Even).Store(y + 4 * step);
        Avx512F.Shuffle4x128(e, g, Odd).Store(y + 8 * step);
        Avx512F.Shuffle4x128(f, h, Odd).Store(y + 12 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourPlanes(float* from, nint fromStep, int pixels, float* to, nint toStep)
    {
        var pixel = 0;
        if (Avx512F.IsSupported)
        {
            // The last sixteen end with the pixels: what overlaps is copied twice.
            for (; pixels >= 16 && pixel < pixels; pixel += 16, from += 16 * fromStep)
            {
                if (pixel + 16 > pixels)
                {
                    from -= (pixel + 16 - pixels) * fromStep;
                    pixel = pixels - 16;
                }

                Vector512<float> a = EveryFourth(from, fromStep), b = EveryFourth(from + fromStep, fromStep);
                Vector512<float> c = EveryFourth(from + 2 * fromStep, fromStep), d = EveryFourth(from + 3 * fromStep, fromStep);
                Vector512<float> e = Avx512F.UnpackLow(a, c), f = Avx512F.UnpackHigh(a, c);
                Vector512<float> g = Avx512F.UnpackLow(b, d), h = Avx512F.UnpackHigh(b, d);
                Avx512F.UnpackLow(e, g).Store(to + pixel);
                Avx512F.UnpackHigh(e, g).Store(to + pixel + toStep);
                Avx512F.UnpackLow(f, h).Store(to + pixel + 2 * toStep);
                Avx512F.UnpackHigh(f, h).Store(to + pixel + 3 * toStep);
            }
        }

        for (; pixels >= 4 && pixel < pixels; pixel += 4, from += 4 * fromStep)
        {
            if (pixel + 4 > pixels)
            {
                from -= (pixel + 4 - pixels) * fromStep;
                pixel = pixels - 4;
            }

            Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + fromStep);
            Vector128<float> c = Vector128.Load(from + 2 * fromStep), d = Vector128.Load(from + 3 * fromStep);
            Vector128<float> e = Low(a, c), f = High(a, c), g = Low(b, d), h = High(b, d);
            Low(e, g).Store(to + pixel);
            High(e, g).Store(to + pixel + toStep);
            Low(f, h).Store(to + pixel + 2 * toStep);
            High(f, h).Store(to + pixel + 3 * toStep);
        }

        for (; pixel < pixels; pixel++, from += fromStep)
            for (var channel = 0; channel < 4; channel++)
                to[channel * toStep + pixel] = from[channel];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(float* from, nint step) => Vector512.Create(
        Vector256.Create(Vector128.Load(from), Vector128.Load(from + 4 * step)),
        Vector256.Create(Vector128.Load(from + 8 * step), Vector128.Load(from + 12 * step)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
