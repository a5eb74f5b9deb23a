using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>Random problems from a seed: small, and often at the edges of what a routine must handle.</summary>
internal sealed class RandomProblems(int seed)
{
    private readonly Random random = new(seed);

    public int From(int low, int high) => random.Next(low, high + 1);

    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>Numbers in ±1, with NaN, infinities, zeros and subnormals among them where they are asked for.</summary>
    public float[] Floats(int length, bool special)
    {
        float[] rare = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, float.Epsilon, -1e-40f, 1e-38f, 3e38f, -3e38f];
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = special && Chance(0.02) ? rare[From(0, rare.Length - 1)] : (float)(2 * random.NextDouble() - 1);
        return values;
    }

    public ConvProblem Convolution(bool depthwise)
    {
        var groups = depthwise ? From(2, 20) : Chance(0.2) ? From(2, 3) : 1;
        var (height, filterHeight, strideH, padTop, dilationH, outHeight) = Axis();
        var (width, filterWidth, strideW, padLeft, dilationW, outWidth) = Axis();
        if (Chance(0.2))
            (filterHeight, filterWidth, strideH, strideW, padTop, padLeft, outHeight, outWidth) = (1, 1, 1, 1, 0, 0, height, width);
        return new()
        {
            Batch = From(1, 3),
            Channels = groups * (depthwise ? 1 : From(1, Chance(0.3) ? 70 : 9)),
            Height = height,
            Width = width,
            Filters = groups * (depthwise ? From(1, 3) : From(1, Chance(0.3) ? 70 : 20)),
            FilterHeight = filterHeight,
            FilterWidth = filterWidth,
            StrideH = strideH,
            StrideW = strideW,
            PadTop = padTop,
            PadLeft = padLeft,
            DilationH = dilationH,
            DilationW = dilationW,
            Groups = groups,
            OutHeight = outHeight,
            OutWidth = outWidth,
        };
    }

    public PoolProblem Pooling()
    {
        var (height, windowHeight, strideH, padTop, _, outHeight) = Axis(dilated: false);
        var (width, windowWidth, strideW, padLeft, _, outWidth) = Axis(dilated: false);
        return new()
        {
            Batch = From(1, 3),
            Channels = From(1, 5),
            Height = height,
            Width = width,
            WindowHeight = windowHeight,
            WindowWidth = windowWidth,
            StrideH = strideH,
            StrideW = strideW,
            PadTop = padTop,
            PadLeft = padLeft,
            OutHeight = outHeight,
            OutWidth = outWidth,
        };
    }

    // The padding after the last pixel is what the output's length implies, up to whole windows of it.
    private (int Length, int Size, int Stride, int Pad, int Dilation, int Outputs) Axis(bool dilated = true)
    {
        while (true)
        {
            var length = Chance(0.15) ? 1 : Chance(0.2) ? From(30, 60) : From(1, 14);
            var (size, stride, dilation) = (Chance(0.3) ? 1 : From(1, 5), From(1, 4), dilated && Chance(0.3) ? From(2, 3) : 1);
            var (pad, after) = (From(0, size), From(0, size + stride));
            var span = length + pad + after - ((size - 1) * dilation + 1);
            if (span >= 0)
                return (length, size, stride, pad, dilation, span / stride + 1);
        }
    }
}
