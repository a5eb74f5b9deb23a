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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPlanes(float* from, nint fromStep, int pixels, int channels, float* to, nint planeStep)
    {
        // A stretch of pixels at a time, which stays in the nearest cache while its channels are taken by fours.
        const int Stretch = 128;
        for (var first = 0; first < pixels; first += Stretch)
            Move(from + first * fromStep, fromStep, Math.Min(Stretch, pixels - first), channels, to + first, planeStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(float* from, nint fromStep, int pixels, int channels, float* to, nint planeStep)
    {
        var channel = 0;
        if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            for (; channel + 4 <= channels; channel += 4)
                FourPlanes(from + channel, fromStep, pixels, to + channel * planeStep, planeStep);
        }

        for (; channel < channels; channel++)
            for (var pixel = 0; pixel < pixels; pixel++)
                to[channel * planeStep + pixel] = from[pixel * fromStep + channel];
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
