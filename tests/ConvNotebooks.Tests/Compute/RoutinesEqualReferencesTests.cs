using ConvNotebooks.Routines;
using static ConvNotebooks.Tests.EveryWidth;

namespace ConvNotebooks.Tests;

/// <summary>
/// Every fast routine gives its reference's bits: random problems (strides 1–4, padding per side, dilation, groups, one-pixel
/// images, numbers that are no numbers) at every vector width and several thread counts.
/// </summary>
[Collection(ComputeSettings.Name)]
public class RoutinesEqualReferencesTests
{
    private static readonly Dictionary<string, Action<RandomProblems, bool>> Operations = new()
    {
        ["convolution"] = (random, special) => Convolution(random.Convolution(depthwise: false), random, special),
        ["blocked convolution"] = (random, special) => BlockedConvolution(random.Convolution(depthwise: false), random, special),
        ["rows of windows"] = (random, special) => BlockedConvolution(random.RowsOfWindows(), random, special),
        ["blocks of channels"] = (random, special) => BlockedConvolution(random.BlocksOfChannels(), random, special),
        ["depthwise convolution"] = (random, special) => Convolution(random.Convolution(depthwise: true), random, special),
        ["blocked depthwise convolution"] = BlockedDepthwise,
        ["locally connected"] = LocallyConnected,
        ["dense"] = (random, special) => Dense(random, special, random.From(1, 40)),
        ["dense, one image"] = (random, special) => Dense(random, special, 1),
        ["max pooling"] = (random, special) => Pooling(random, special, (p, x, y) => PoolReference.Max(p, x, y), (p, x, y) => PoolAlgorithms.Max(p, x, y)),
        ["blocked max pooling"] = BlockedMaxPooling,
        ["average pooling"] = (random, special) => Pooling(random, special, (p, x, y) => PoolReference.Average(p, x, y), (p, x, y) => PoolAlgorithms.Average(p, x, y)),
        ["average pooling with padding"] = (random, special) =>
            Pooling(random, special, (p, x, y) => PoolReference.Average(p, x, y, true), (p, x, y) => PoolAlgorithms.Average(p, x, y, true)),
        ["l2 pooling"] = (random, special) => Pooling(random, special, (p, x, y) => PoolReference.L2(p, x, y), (p, x, y) => PoolAlgorithms.L2(p, x, y)),
        ["softmax"] = Softmax,
        ["relu"] = (random, special) => Elements(random, special, x => x < 0 ? 0 : x, Elementwise.Relu),
        ["exponential"] = (random, special) => Elements(random, special, Exponential.Exp, Elementwise.Exp),
        ["logarithm"] = (random, special) => Elements(random, special, Logarithm.Log, Elementwise.Log),
    };

    public static TheoryData<string, int, int> Cases() => EveryWidth.Cases(Operations.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Same_bits_as_the_reference(string operation, int bits, int threads) => EveryWidth.Check(Operations[operation], bits, threads);

    private static void Convolution(ConvProblem p, RandomProblems random, bool special)
    {
        float[] x = random.Floats(p.InputLength, special), w = random.Floats(p.FilterLength, special);
        var bias = random.Chance(0.7) ? random.Floats(p.Filters, special) : null;
        var packed = random.Chance(0.5) ? Conv2dAlgorithms.Pack(p, w) : null;
        foreach (var algorithm in new[] { ConvAlgorithm.Auto, ConvAlgorithm.Im2col })
            Same(p.OutputLength, random, (p, algorithm), y => Conv2dReference.Forward(p, x, w, bias, y), y => Conv2dAlgorithms.Forward(p, x, w, packed, bias, y, algorithm));
    }

    /// <summary>Activations blocked at either end or both, and perhaps rectified, as inside a network.</summary>
    private static unsafe void BlockedConvolution(ConvProblem p, RandomProblems random, bool special)
    {
        if (p.Groups > 1)
            p = p with { Channels = p.Groups * 16 * random.From(1, 2), Filters = p.Groups * 16 * random.From(1, 3) };
        Assert.True(Conv2dAlgorithms.Blocked(p));
        float[] x = random.Floats(p.InputLength, special), w = random.Floats(p.FilterLength, special), bias = random.Floats(p.Filters, special);
        float[] expected = new float[p.OutputLength], actual = random.Floats(p.OutputLength, true);
        Conv2dReference.Forward(p, x, w, bias, expected);

        var rectify = random.Chance(0.5);
        if (rectify)
            Elementwise.Relu(expected, expected);

        var blockedX = new AlignedFloats(BlockedActivations.Length(p.Batch, p.Channels, p.Plane));
        var blockedY = new AlignedFloats(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane));
        var (input, output) = (random.Chance(0.7) ? ActivationLayout.Nchw16c : ActivationLayout.Nchw, random.Chance(0.7) ? ActivationLayout.Nchw16c : ActivationLayout.Nchw);
        fixed (float* from = x, to = actual, biases = bias)
        {
            BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, from, blockedX.Pointer);
            Lanes.Start(new Conv2dDirect(p, input == ActivationLayout.Nchw ? from : blockedX.Pointer, input, new PackedFilters(p, w), biases,
                output == ActivationLayout.Nchw ? to : blockedY.Pointer, output, rectify ? ConvStore.Rectify : ConvStore.Plain));
            if (output == ActivationLayout.Nchw16c)
                BlockedActivations.ToTensor(p.Batch, p.Filters, p.OutPlane, blockedY.Pointer, to);
        }

        GC.KeepAlive(blockedX);
        GC.KeepAlive(blockedY);
        Bits.Same(expected, actual, (p, input, output));
    }

    private static void LocallyConnected(RandomProblems random, bool special)
    {
        var p = random.Convolution(depthwise: false);
        p = p with { Groups = 1, Batch = random.From(1, 6), Filters = Math.Min(p.Filters, 5), Channels = Math.Min(p.Channels, 5) };
        float[] x = random.Floats(p.InputLength, special), w = random.Floats(p.Filters * p.Taps * p.OutPlane, special);
        var bias = random.Chance(0.7) ? random.Floats(p.Filters * p.OutPlane, special) : null;
        Same(p.OutputLength, random, p, y => LocallyConnectedReference.Forward(p, x, w, bias, y), y => LocallyConnectedAlgorithms.Forward(p, x, w, bias, y));
    }

    private static unsafe void BlockedDepthwise(RandomProblems random, bool special)
    {
        var p = random.Convolution(depthwise: true);
        var channels = random.From(2, 40);
        p = p with { Channels = channels, Filters = channels, Groups = channels };
        Assert.True(Conv2dAlgorithms.BlockedDepthwise(p));
        float[] x = random.Floats(p.InputLength, special), w = random.Floats(p.FilterLength, special);
        var bias = random.Chance(0.7) ? random.Floats(p.Filters, special) : null;
        float[] expected = new float[p.OutputLength], actual = random.Floats(p.OutputLength, true);
        Conv2dReference.Forward(p, x, w, bias, expected);
        var finish = new ConvFinish { Rectify = random.Chance(0.5), Width = p.OutWidth };
        if (finish.Rectify)
            Elementwise.Relu(expected, expected);

        var blockedX = new AlignedFloats(BlockedActivations.Length(p.Batch, p.Channels, p.Plane));
        var blockedY = new AlignedFloats(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane));
        fixed (float* from = x, to = actual, biases = bias)
        {
            BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, from, blockedX.Pointer);
            Lanes.Start(new Conv2dBlockedDepthwise(p, blockedX.Pointer, Conv2dAlgorithms.Pack(p, w)!, biases, blockedY.Pointer, &finish));
            BlockedActivations.ToTensor(p.Batch, p.Filters, p.OutPlane, blockedY.Pointer, to);
        }

        GC.KeepAlive(blockedX);
        GC.KeepAlive(blockedY);
        Bits.Same(expected, actual, p);
    }

    private static void Dense(RandomProblems random, bool special, int batch)
    {
        var p = new DenseProblem { Batch = batch, Inputs = random.From(1, random.Chance(0.5) ? 600 : 20), Outputs = random.From(1, batch == 1 ? 300 : 70) };
        float[] x = random.Floats(p.Batch * p.Inputs, special), w = random.Floats(p.Inputs * p.Outputs, special);
        var bias = random.Chance(0.7) ? random.Floats(p.Outputs, special) : null;
        foreach (var packed in new[] { null, DenseAlgorithms.Pack(p, w) })
            Same(p.Batch * p.Outputs, random, p, y => DenseReference.Forward(p, x, w, bias, y), y => DenseAlgorithms.Forward(p, x, w, packed, bias, y));
    }

    private static void Pooling(RandomProblems random, bool special, Action<PoolProblem, float[], float[]> reference,
        Action<PoolProblem, float[], float[]> fast)
    {
        var p = random.Pooling();
        var x = random.Floats(p.InputLength, special);
        Same(p.OutputLength, random, p, y => reference(p, x, y), y => fast(p, x, y));
    }

    /// <summary>Among numbers of which many are equal but for the sign of zero, or are no numbers, it shows which pixel won.</summary>
    private static unsafe void BlockedMaxPooling(RandomProblems random, bool special)
    {
        float[] alike = [-1, 0, -0f, BitConverter.Int32BitsToSingle(0x7fc00001), BitConverter.Int32BitsToSingle(0x7fc00002)];
        var p = random.Pooling();
        var x = random.Floats(p.InputLength, special: false);
        for (var i = 0; i < x.Length && special; i++)
            x[i] = alike[random.Chance(0.1) ? random.From(3, 4) : random.From(0, 2)];
        float[] expected = new float[p.OutputLength], actual = random.Floats(p.OutputLength, true);
        PoolReference.Max(p, x, expected);

        AlignedFloats blockedX = new(BlockedActivations.Length(p.Batch, p.Channels, p.Plane)), blockedY = new(BlockedActivations.Length(p.Batch, p.Channels, p.OutPlane));
        fixed (float* from = x, to = actual)
        {
            BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, from, blockedX.Pointer);
            PoolAlgorithms.MaxBlocked(p, blockedX.Pointer, blockedY.Pointer);
            BlockedActivations.ToTensor(p.Batch, p.Channels, p.OutPlane, blockedY.Pointer, to);
        }

        GC.KeepAlive((blockedX, blockedY));
        Bits.Same(expected, actual, p);
    }

    private static void Softmax(RandomProblems random, bool special)
    {
        var (batch, channels, pixels) = (random.From(1, 3), random.From(1, 40), random.Chance(0.4) ? 1 : random.From(1, 50));
        var x = random.Floats(batch * channels * pixels, special);
        Same(x.Length, random, (batch, channels, pixels), y => SoftmaxReference.Forward(batch, channels, pixels, x, y),
            y => SoftmaxAlgorithms.Forward(batch, channels, pixels, x, y));
    }

    private static void Elements(RandomProblems random, bool special, Func<float, float> reference, Action<float[], float[]> fast)
    {
        var x = random.Floats(random.From(0, 100_000), special);
        var actual = random.Floats(x.Length, true);
        fast(x, actual);
        Bits.Same([.. x.Select(reference)], actual, x.Length);
    }
}
