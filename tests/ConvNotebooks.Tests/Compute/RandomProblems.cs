using ConvNotebooks.Routines;
using CsCheck;

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

    public ConvProblem Convolution(bool depthwise) => Draw(depthwise ? Generators.Depthwise : Generators.Convolutions);

    public PoolProblem Pooling() => Draw(Generators.Poolings);

    /// <summary>Windows of 3 or 5 columns, stride 1, with lines of one or several tiles and every padding that such tiles have.</summary>
    public ConvProblem RowsOfWindows()
    {
        var (rows, columns, height, width) = (From(1, 5), Chance(0.2) ? 3 : 5, From(2, 7), From(6, 33));
        var (top, left, right) = (From(0, 2), From(0, columns - 1), From(0, columns - 1));
        return new()
        {
            Batch = 1,
            Channels = From(1, 20),
            Height = height,
            Width = width,
            Filters = From(1, 40),
            FilterHeight = rows,
            FilterWidth = columns,
            PadTop = top,
            PadLeft = left,
            OutHeight = Math.Max(2, height + 2 * top - rows + 1),
            OutWidth = width + left + right - columns + 1,
        };
    }

    /// <summary>3x3 windows over more channels than a tile goes through at a time, which is 56 or more of them.</summary>
    public ConvProblem BlocksOfChannels()
    {
        var (stride, side) = (From(1, 2), From(6, 9));
        return new()
        {
            Batch = 1,
            Channels = From(116, 240),
            Height = side,
            Width = side,
            Filters = From(1, 70),
            FilterHeight = 3,
            FilterWidth = 3,
            StrideH = stride,
            StrideW = stride,
            PadTop = 1,
            PadLeft = 1,
            OutHeight = (side - 1) / stride + 1,
            OutWidth = (side - 1) / stride + 1,
        };
    }

    private T Draw<T>(Gen<T> problems) => problems.Generate(new PCG((uint)From(0, 1 << 20), (ulong)From(0, 1 << 30)), null, out _);
}
