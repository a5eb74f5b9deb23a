using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>
/// Pointwise convolutions of a larger stride give the reference's bits where the pixels that they read are taken, and their
/// gradients spread, some images at a time.
/// </summary>
[Collection(ComputeSettings.Name)]
public unsafe class SubsampledInputTests
{
    /// <summary>Images, channels, height, width, filters, stride: short rows; rows from far; those on few and on uneven images.</summary>
    public static TheoryData<int, int, int, int, int, int> Sizes() => new()
    {
        { 3, 48, 14, 13, 40, 2 },
        { 2, 1600, 21, 21, 35, 2 },
        { 25, 16, 55, 53, 35, 2 },
        { 7, 40, 70, 68, 33, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Outputs_are_the_references(int batch, int channels, int height, int width, int filters, int stride)
    {
        var p = Problem(batch, channels, height, width, filters, stride);
        var random = new RandomProblems(41);
        float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false), bias = random.Floats(p.Filters, false);
        float[] expected = new float[p.OutputLength], actual = random.Floats(p.OutputLength, true);
        Conv2dReference.Forward(p, x, w, bias, expected);
        foreach (var threads in new[] { 1, 3 })
        {
            using var _ = ComputeSettings.Use(Compute.VectorBits, threads);
            Conv2dAlgorithms.Forward(p, x, w, null, bias, actual);
            Bits.Same(expected, actual, (p, threads));
            Assert.True(SubsampledInput.Serves(p, ActivationLayout.Nchw));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_are_the_references(int batch, int channels, int height, int width, int filters, int stride)
    {
        var p = Problem(batch, channels, height, width, filters, stride);
        Assert.Equal(channels > 32, SpreadGradient.Serves(p));
        var random = new RandomProblems(43);
        float[] dy = random.Floats(p.OutputLength, false), w = random.Floats(p.FilterLength, false), x = random.Floats(p.InputLength, false);
        float[] expected = new float[p.InputLength], actual = random.Floats(p.InputLength, true);
        Conv2dGradientReference.Input(p, dy, w, expected);
        using (ComputeSettings.Use(Compute.VectorBits, threads: 3))
            Conv2dGradientAlgorithms.Input(p, dy, w, null, actual);
        Bits.Same(expected, actual, p);

        // In blocks, and through a rectifier.
        var blockedY = new AlignedFloats(BlockedActivations.Length(batch, filters, p.OutPlane));
        var blockedX = new AlignedFloats(BlockedActivations.Length(batch, channels, p.Plane));
        var result = new AlignedFloats(BlockedActivations.Length(batch, channels, p.Plane));
        fixed (float* input = x, gradient = dy, to = actual)
        {
            BlockedActivations.FromTensor(batch, filters, p.OutPlane, gradient, blockedY.Pointer);
            BlockedActivations.FromTensor(batch, channels, p.Plane, input, blockedX.Pointer);
            var packed = Conv2dGradientAlgorithms.PackForBlockedInput(p, w, ConvAlgorithm.Auto);
            Conv2dGradientAlgorithms.Input(p, blockedY.Pointer, ActivationLayout.Nchw16c, packed, result.Pointer, ActivationLayout.Nchw16c, blockedX.Pointer);
            BlockedActivations.ToTensor(batch, channels, p.Plane, result.Pointer, to);
        }

        GC.KeepAlive((blockedX, blockedY, result));
        for (var i = 0; i < expected.Length; i++)
            expected[i] = x[i] > 0 ? expected[i] : 0;
        Bits.Same(expected, actual, p);
    }

    private static ConvProblem Problem(int batch, int channels, int height, int width, int filters, int stride) => new()
    {
        Batch = batch,
        Channels = channels,
        Height = height,
        Width = width,
        Filters = filters,
        FilterHeight = 1,
        FilterWidth = 1,
        StrideH = stride,
        StrideW = stride,
        OutHeight = (height - 1) / stride + 1,
        OutWidth = (width - 1) / stride + 1,
    };
}
