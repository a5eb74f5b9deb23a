using ConvNotebooks.Routines;
using static ConvNotebooks.Tests.EveryWidth;

namespace ConvNotebooks.Tests;

/// <summary>Every fast gradient gives its reference's bits, as <see cref="RoutinesEqualReferencesTests"/> has it for forward routines.</summary>
[Collection(ComputeSettings.Name)]
public class GradientsEqualReferencesTests
{
    private static readonly Dictionary<string, Action<RandomProblems, bool>> Operations = new()
    {
        ["input of a convolution"] = (random, special) => ConvolutionInput(random.Convolution(depthwise: random.Chance(0.2)), random, special),
        ["input of a convolution, rows of windows"] = (random, special) => ConvolutionInput(random.RowsOfWindows(), random, special),
        ["filters of a convolution"] = ConvolutionFilters,
        ["max pooling with switches"] = MaxPooling,
        ["average pooling"] = (random, special) => AveragePooling(random, special, includePadding: false),
        ["average pooling with padding"] = (random, special) => AveragePooling(random, special, includePadding: true),
        ["l2 pooling"] = L2Pooling,
        ["convolution before 2x2 pooling"] = ConvolutionBeforePooling,
        ["dense"] = Dense,
        ["locally connected"] = LocallyConnected,
        ["softmax"] = Softmax,
        ["relu"] = Relu,
        ["leaky relu"] = LeakyRelu,
        ["batch normalisation"] = BatchNorm,
        ["local response normalisation"] = LocalResponseNorm,
    };

    public static TheoryData<string, int, int> Cases() => EveryWidth.Cases(Operations.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Same_bits_as_the_reference(string operation, int bits, int threads) => EveryWidth.Check(Operations[operation], bits, threads);

    private static void ConvolutionInput(ConvProblem p, RandomProblems random, bool special)
    {
        float[] dy = random.Floats(p.OutputLength, special), w = random.Floats(p.FilterLength, special);
        var packed = random.Chance(0.5) ? Conv2dGradientAlgorithms.PackForInput(p, w) : null;
        Same(p.InputLength, random, p, dx => Conv2dGradientReference.Input(p, dy, w, dx), dx => Conv2dGradientAlgorithms.Input(p, dy, w, packed, dx));
    }

    private static void ConvolutionFilters(RandomProblems random, bool special)
    {
        var p = random.Convolution(depthwise: random.Chance(0.2));
        float[] x = random.Floats(p.InputLength, special), dy = random.Floats(p.OutputLength, special), db = random.Floats(p.Filters, true);
        Same(p.FilterLength, random, p, dw => Conv2dGradientReference.Filters(p, x, dy, dw), dw => Conv2dGradientAlgorithms.Filters(p, x, dy, dw, db));
        var expected = new float[p.Filters];
        Conv2dGradientReference.Biases(p, dy, expected);
        Bits.Same(expected, db, p);
    }

    private static void MaxPooling(RandomProblems random, bool special)
    {
        var p = random.Pooling();
        float[] x = random.Floats(p.InputLength, special), dy = random.Floats(p.OutputLength, special);
        // Equal neighbours: the first one wins.
        for (var i = 1; i < x.Length; i++)
            x[i] = random.Chance(0.3) ? x[i - 1] : x[i];
        float[] expected = new float[p.OutputLength], actual = random.Floats(p.OutputLength, true);
        int[] expectedSwitches = new int[p.OutputLength], actualSwitches = new int[p.OutputLength];
        PoolReference.Max(p, x, expected, expectedSwitches);
        PoolAlgorithms.Max(p, x, actual, actualSwitches);
        Bits.Same(expected, actual, p);
        Assert.Equal(expectedSwitches, actualSwitches);
        Same(p.InputLength, random, p, dx => PoolGradientReference.Max(p, expectedSwitches, dy, dx), dx => PoolAlgorithms.MaxGradient(p, actualSwitches, dy, dx));
    }

    private static void AveragePooling(RandomProblems random, bool special, bool includePadding)
    {
        var p = random.Pooling();
        var dy = random.Floats(p.OutputLength, special);
        Same(p.InputLength, random, p, dx => PoolGradientReference.Average(p, dy, dx, includePadding), dx => PoolAlgorithms.AverageGradient(p, dy, dx, includePadding));
    }

    private static void L2Pooling(RandomProblems random, bool special)
    {
        var p = random.Pooling();
        float[] x = random.Chance(0.2) ? new float[p.InputLength] : random.Floats(p.InputLength, special), y = new float[p.OutputLength];
        var dy = random.Floats(p.OutputLength, special);
        PoolReference.L2(p, x, y);
        Same(p.InputLength, random, p, dx => PoolGradientReference.L2(p, x, y, dy, dx), dx => PoolAlgorithms.L2Gradient(p, x, y, dy, dx));
    }

    private static unsafe void ConvolutionBeforePooling(RandomProblems random, bool special)
    {
        var (pad, width) = (random.From(0, 2), random.From(1, 20));
        var height = (15 + width) / width + random.From(0, random.Chance(0.3) ? 16 : 2);
        var p = new ConvProblem
        {
            Batch = random.From(1, 3),
            Channels = random.From(16, random.Chance(0.2) ? 100 : 40),
            Filters = random.From(1, 40),
            Height = Math.Max(1, 2 * (height + 1 - pad)),
            Width = Math.Max(1, 2 * (width + 1 - pad)),
            FilterHeight = 3,
            FilterWidth = 3,
            PadTop = pad,
            PadLeft = random.Chance(0.2) ? 0 : pad,
            OutHeight = 2 * height,
            OutWidth = 2 * width,
        };
        var pool = new PoolProblem
        {
            Batch = p.Batch,
            Channels = p.Filters,
            Height = p.OutHeight,
            Width = p.OutWidth,
            WindowHeight = 2,
            WindowWidth = 2,
            StrideH = 2,
            StrideW = 2,
            OutHeight = height,
            OutWidth = width,
        };
        float[] x = random.Floats(p.InputLength, special && random.Chance(0.7)), y = random.Floats(p.OutputLength, false);
        float[] pooledY = new float[y.Length / 4], pooledDy = random.Floats(y.Length / 4, special), dy = new float[y.Length];
        var winners = new int[y.Length / 4];
        PoolReference.Max(pool, y, pooledY, winners);
        var rectified = random.Chance(0.6);
        PoolGradientReference.Max(pool, winners, [.. pooledDy.Select((g, i) => rectified && !(pooledY[i] > 0) ? 0 : g)], dy);

        AlignedFloats blockedX = Blocked(x, p.Batch, p.Channels, p.Plane), blockedY = Blocked(y, p.Batch, p.Filters, p.OutPlane);
        AlignedFloats blockedDy = Blocked(dy, p.Batch, p.Filters, p.OutPlane), blockedPooledDy = Blocked(pooledDy, p.Batch, p.Filters, height * width);
        AlignedFloats blockedPooled = new(blockedPooledDy.Length), switches = new(blockedPooledDy.Length);
        PoolAlgorithms.MaxBlocked(pool, blockedY.Pointer, blockedPooled.Pointer, switches.Pointer);
        float[] biases = random.Floats(p.Filters, true), expectedBiases = new float[p.Filters];
        Same(p.FilterLength, random, (p, rectified), dw =>
        {
            Conv2dGradientReference.Filters(p, x, dy, dw);
            WithoutMinusZero(dw);
        }, dw =>
        {
            fixed (float* filters = dw, db = biases)
            {
                PooledGradient pooled = new(blockedPooledDy.Pointer, rectified ? blockedPooled.Pointer : null, switches.Pointer);
                var finite = x.All(float.IsFinite) && dy.All(float.IsFinite);
                Assert.True(Conv2dGradientAlgorithms.FiltersFromPooled(p, ActivationLayout.Nchw16c));
                Assert.Equal(finite, Conv2dGradientAlgorithms.PooledFilters(p, blockedX.Pointer, pooled, filters, db));
                if (!finite)
                    Conv2dGradientAlgorithms.Filters(p, blockedX.Pointer, ActivationLayout.Nchw16c, blockedDy.Pointer, ActivationLayout.Nchw16c, filters, db, ConvAlgorithm.Auto);
            }

            WithoutMinusZero(dw);
        });
        Conv2dGradientReference.Biases(p, dy, expectedBiases);
        Bits.Same(expectedBiases, biases, p);

        var w = random.Floats(p.FilterLength, special && random.Chance(0.3));
        var packed = PackedFilters.ForInputGradient(p, w);
        var masked = random.Chance(0.5);
        Same(p.InputLength, random, (p, rectified, masked), dx =>
        {
            Conv2dGradientReference.Input(p, dy, w, dx);
            Each(dx, i => masked && !(x[i] > 0) ? 0 : dx[i] + 0f);
        }, dx =>
        {
            AlignedFloats blocked = Blocked(dx, p.Batch, p.Channels, p.Plane);
            PooledGradient pooled = new(blockedPooledDy.Pointer, rectified ? blockedPooled.Pointer : null, switches.Pointer);
            var finite = w.All(float.IsFinite) && dy.All(float.IsFinite);
            Assert.Equal(finite, Conv2dGradientAlgorithms.PooledInput(p, pooled, packed, blocked.Pointer, masked ? blockedX.Pointer : null));
            if (!finite)
                Conv2dGradientAlgorithms.Input(p, blockedDy.Pointer, ActivationLayout.Nchw16c, packed, blocked.Pointer, ActivationLayout.Nchw16c, masked ? blockedX.Pointer : null);
            fixed (float* to = dx)
                BlockedActivations.ToTensor(p.Batch, p.Channels, p.Plane, blocked.Pointer, to);
            WithoutMinusZero(dx);
            GC.KeepAlive(blocked);
        });
        GC.KeepAlive((blockedX, blockedDy, blockedPooledDy, blockedPooled, switches));
    }

    /// <summary>The sign of 0 is that of products too small for a number.</summary>
    private static void WithoutMinusZero(float[] values) => Each(values, i => values[i] + 0f);

    private static unsafe AlignedFloats Blocked(float[] tensor, int images, int channels, int plane)
    {
        var blocked = new AlignedFloats(BlockedActivations.Length(images, channels, plane));
        fixed (float* from = tensor)
            BlockedActivations.FromTensor(images, channels, plane, from, blocked.Pointer);
        return blocked;
    }

    private static void Dense(RandomProblems random, bool special)
    {
        var p = new DenseProblem
        {
            Batch = random.From(1, random.Chance(0.2) ? 600 : 40),
            Inputs = random.From(1, random.Chance(0.5) ? 300 : 20),
            Outputs = random.From(1, random.Chance(0.2) ? 600 : 70),
        };
        float[] x = random.Floats(p.Batch * p.Inputs, special), w = random.Floats(p.Inputs * p.Outputs, special), dy = random.Floats(p.Batch * p.Outputs, special);
        var db = random.Floats(p.Outputs, true);
        Same(x.Length, random, p, dx => DenseGradientReference.Input(p, dy, w, dx), dx => DenseAlgorithms.InputGradient(p, dy, w, dx));
        Same(w.Length, random, p, dw => DenseGradientReference.Weights(p, x, dy, dw), dw => DenseAlgorithms.WeightGradient(p, x, dy, dw, db));
        var expected = new float[p.Outputs];
        DenseGradientReference.Biases(p, dy, expected);
        Bits.Same(expected, db, p);
    }

    private static void LocallyConnected(RandomProblems random, bool special)
    {
        var p = random.Convolution(depthwise: false);
        p = p with { Groups = 1, Batch = random.From(1, 6), Filters = Math.Min(p.Filters, 5), Channels = Math.Min(p.Channels, 5) };
        float[] x = random.Floats(p.InputLength, special), w = random.Floats(p.Filters * p.Taps * p.OutPlane, special), dy = random.Floats(p.OutputLength, special);
        Same(x.Length, random, p, dx => LocallyConnectedGradientReference.Input(p, dy, w, dx), dx => LocallyConnectedAlgorithms.InputGradient(p, dy, w, dx));
        Same(w.Length, random, p, dw => LocallyConnectedGradientReference.Weights(p, x, dy, dw), dw => LocallyConnectedAlgorithms.WeightGradient(p, x, dy, dw, null));
    }

    private static void Softmax(RandomProblems random, bool special)
    {
        var (batch, channels, pixels) = (random.From(1, 3), random.From(1, 40), random.Chance(0.4) ? 1 : random.From(1, 50));
        float[] y = random.Floats(batch * channels * pixels, special), dy = random.Floats(y.Length, special);
        Same(y.Length, random, (batch, channels, pixels), dx => SoftmaxReference.Gradient(batch, channels, pixels, y, dy, dx),
            dx => SoftmaxAlgorithms.Gradient(batch, channels, pixels, y, dy, dx));
    }

    private static void Relu(RandomProblems random, bool special)
    {
        float[] x = random.Floats(random.From(0, 100_000), special), dy = random.Floats(x.Length, special);
        Same(x.Length, random, x.Length, dx =>
        {
            for (var i = 0; i < x.Length; i++)
                dx[i] = x[i] > 0 ? dy[i] : 0;
        }, dx => Elementwise.ReluGradient(x, dy, dx));
    }

    private static void LeakyRelu(RandomProblems random, bool special)
    {
        float[] x = random.Floats(random.From(0, 100_000), special), dy = random.Floats(x.Length, special);
        Same(x.Length, random, x.Length, y => Each(y, i => x[i] < 0 ? 0.3f * x[i] : x[i]), y => Elementwise.LeakyRelu(x, y, 0.3f));
        Same(x.Length, random, x.Length, dx => Each(dx, i => x[i] > 0 ? dy[i] : 0.3f * dy[i]), dx => Elementwise.LeakyReluGradient(x, dy, dx, 0.3f));
    }

    private static void BatchNorm(RandomProblems random, bool special)
    {
        var s = new NormSizes(random.From(1, 4), random.From(1, 20), random.Chance(0.3) ? random.From(60, 130) : random.From(1, 40));
        float[] x = random.Floats((int)s.Length, special), dy = random.Floats((int)s.Length, special), planes = random.Floats(s.Planes, true);
        float[] mean = new float[s.Channels], variance = new float[s.Channels], factor = random.Floats(s.Channels, special), shift = random.Floats(s.Channels, special);
        float[] actualMean = random.Floats(s.Channels, true), actualVariance = random.Floats(s.Channels, true);
        BatchNormReference.Statistics(s, x, mean, variance);
        BatchNormAlgorithms.Statistics(s, x, actualMean, actualVariance, planes);
        Bits.Same(mean, actualMean, s);
        Bits.Same(variance, actualVariance, s);

        double[] sums = new double[s.Channels], products = new double[s.Channels], actualSums = new double[s.Channels], actualProducts = new double[s.Channels];
        BatchNormReference.Sums(s, x, dy, mean, sums, products);
        BatchNormAlgorithms.Sums(s, x, dy, mean, actualSums, actualProducts, planes);
        Assert.Equal(sums, actualSums);
        Assert.Equal(products, actualProducts);
        Same(x.Length, random, s, y => BatchNormReference.Forward(s, x, mean, factor, shift, y), y => BatchNormAlgorithms.Forward(s, x, mean, factor, shift, y));
        Same(x.Length, random, s, dx => BatchNormReference.Backward(s, x, dy, mean, factor, variance, shift, dx),
            dx => BatchNormAlgorithms.Backward(s, x, dy, mean, factor, variance, shift, dx));
    }

    private static void LocalResponseNorm(RandomProblems random, bool special)
    {
        var p = new ResponseNormProblem(random.From(1, 3), random.From(1, 20), random.From(1, 50), random.From(1, 7), 0.3f, 0.75f, 1.5f);
        float[] x = random.Floats(p.Length, special), dy = random.Floats(p.Length, special);
        float[] y = new float[p.Length], scales = new float[p.Length], actualScales = random.Floats(p.Length, true);
        Same(p.Length, random, p, to => ResponseNormReference.Forward(p, x, to, scales), to => ResponseNorm.Forward(p, x, to, actualScales));
        Bits.Same(scales, actualScales, p);
        ResponseNorm.Forward(p, x, y, null);
        Same(p.Length, random, p, dx => ResponseNormReference.Backward(p, x, y, scales, dy, dx), dx => ResponseNorm.Backward(p, x, y, scales, dy, dx));
    }

    private static void Each(float[] values, Func<int, float> of)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = of(i);
    }
}
