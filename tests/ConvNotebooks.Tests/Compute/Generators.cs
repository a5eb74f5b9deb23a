using ConvNotebooks.Routines;
using CsCheck;

namespace ConvNotebooks.Tests;

/// <summary>Small problems of every kind, often at the edges of what a routine must handle.</summary>
internal static class Generators
{
    private static readonly Gen<bool> OneOfThree = Gen.Frequency((1, Gen.Const(true)), (2, Gen.Const(false)));

    /// <summary>Convolutions with strides 1–4, padding per side, dilation, groups, pointwise and 1xN filters, up to 70 channels.</summary>
    public static Gen<ConvProblem> Convolutions { get; } = Gen.Select(
        Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[2, 3])), Few(9), Few(20), Places(dilated: true), (groups, channels, filters, places) =>
            Convolution(groups, groups * channels, groups * filters, places));

    /// <summary>Convolutions whose groups are single channels.</summary>
    public static Gen<ConvProblem> Depthwise { get; } = Gen.Select(
        Gen.Int[2, 20], Gen.Int[1, 3], Places(dilated: true), (groups, multiplier, places) =>
            Convolution(groups, groups, groups * multiplier, places));

    /// <summary>Poolings, overlapping ones and windows on nothing but padding among them.</summary>
    public static Gen<PoolProblem> Poolings { get; } = Gen.Select(Gen.Int[1, 5], Places(dilated: false), (channels, places) => new PoolProblem
    {
        Batch = places.Batch,
        Channels = channels,
        Height = places.Height.Length,
        Width = places.Width.Length,
        WindowHeight = places.Height.Size,
        WindowWidth = places.Width.Size,
        StrideH = places.Height.Stride,
        StrideW = places.Width.Stride,
        PadTop = places.Height.Pad,
        PadLeft = places.Width.Pad,
        OutHeight = places.Height.Outputs,
        OutWidth = places.Width.Outputs,
    });

    private static Gen<int> Few(int count) => OneOfThree.SelectMany(many => Gen.Int[1, many ? 70 : count]);

    private static Gen<(int Batch, Axis Height, Axis Width)> Places(bool dilated) => Gen.Select(Gen.Int[1, 3], Axes(dilated), Axes(dilated), Gen.Int[0, 4],
        (batch, height, width, kind) => dilated && kind == 0 ? (batch, height.Pointwise(), width.Pointwise()) : (batch, height, width));

    // The padding after the last pixel is what the output's length implies, up to whole windows of it.
    private static Gen<Axis> Axes(bool dilated) => Gen.Select(
            Gen.Frequency((3, Gen.Const(1)), (4, Gen.Int[30, 60]), (13, Gen.Int[1, 14])), OneOfThree.SelectMany(one => Gen.Int[1, one ? 1 : 5]), Gen.Int[1, 4],
            dilated ? Gen.Frequency((7, Gen.Const(1)), (3, Gen.Int[2, 3])) : Gen.Const(1), Gen.Int[0, 5], Gen.Int[0, 9])
        .Where((length, size, stride, dilation, pad, after) =>
            pad <= size && after <= size + stride && length + pad + after >= (size - 1) * dilation + 1)
        .Select((length, size, stride, dilation, pad, after) =>
            new Axis(length, size, stride, pad, dilation, (length + pad + after - (size - 1) * dilation - 1) / stride + 1));

    private static ConvProblem Convolution(int groups, int channels, int filters, (int Batch, Axis Height, Axis Width) places) => new()
    {
        Batch = places.Batch,
        Channels = channels,
        Height = places.Height.Length,
        Width = places.Width.Length,
        Filters = filters,
        FilterHeight = places.Height.Size,
        FilterWidth = places.Width.Size,
        StrideH = places.Height.Stride,
        StrideW = places.Width.Stride,
        PadTop = places.Height.Pad,
        PadLeft = places.Width.Pad,
        DilationH = places.Height.Dilation,
        DilationW = places.Width.Dilation,
        Groups = groups,
        OutHeight = places.Height.Outputs,
        OutWidth = places.Width.Outputs,
    };

    private readonly record struct Axis(int Length, int Size, int Stride, int Pad, int Dilation, int Outputs)
    {
        public Axis Pointwise() => new(Length, 1, 1, 0, 1, Length);
    }
}
