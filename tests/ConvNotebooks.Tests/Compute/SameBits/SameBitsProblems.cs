using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>
/// The computations whose bits are held fixed: every corner of the routines once, small enough for a machine that multiplies
/// and adds in software. Each gives a name and the hash of its output.
/// </summary>
internal static class SameBitsProblems
{
    // C H W, filters, filter height and width, strides, padding before and after per axis, dilations, groups, batch.
    private static readonly (string Name, ConvProblem Problem)[] Convolutions =
    [
        ("5x5 pad 2", Conv(3, 12, 12, 16, 5, 5, pad: 2)),
        ("3x3 pad 1", Conv(16, 14, 14, 32, 3, 3, pad: 1)),
        ("3x3 pad 1, 7x7 image", Conv(40, 7, 7, 33, 3, 3, pad: 1)),
        ("3x3, no padding", Conv(8, 10, 9, 20, 3, 3)),
        ("1x1", Conv(48, 9, 9, 64, 1, 1)),
        ("1x1 stride 2", Conv(32, 9, 9, 48, 1, 1, stride: 2)),
        ("7x7 stride 2 pad 3", Conv(3, 19, 19, 8, 7, 7, stride: 2, pad: 3)),
        ("11x11 stride 4", Conv(3, 31, 31, 6, 11, 11, stride: 4)),
        ("3x3 stride 3", Conv(5, 14, 13, 9, 3, 3, stride: 3, pad: 1)),
        ("2x2 stride 2", Conv(4, 12, 12, 17, 2, 2, stride: 2)),
        ("dilation 2", Conv(6, 13, 13, 16, 3, 3, pad: 2, dilation: 2)),
        ("dilation 3 stride 2", Conv(4, 15, 15, 10, 3, 3, stride: 2, pad: 3, dilation: 3)),
        ("1x7", Conv(16, 8, 20, 16, 1, 7)),
        ("7x1", Conv(16, 20, 8, 16, 7, 1)),
        ("groups 2", Conv(32, 8, 8, 64, 3, 3, pad: 1, groups: 2)),
        ("groups 3, odd", Conv(15, 7, 7, 21, 3, 3, pad: 1, groups: 3)),
        ("depthwise", Conv(20, 12, 12, 20, 3, 3, pad: 1, groups: 20)),
        ("depthwise stride 2", Conv(12, 13, 13, 12, 3, 3, stride: 2, pad: 1, groups: 12)),
        ("depthwise multiplier 2", Conv(6, 9, 9, 12, 5, 5, pad: 2, groups: 6)),
        ("one pixel", Conv(30, 1, 1, 50, 1, 1)),
        ("one pixel, 3x3 pad 1", Conv(10, 1, 1, 18, 3, 3, pad: 1)),
        ("one column", Conv(7, 30, 1, 19, 3, 1, pad: 1)),
        ("one filter", Conv(24, 12, 12, 1, 3, 3, pad: 1)),
        ("17 filters", Conv(5, 9, 30, 17, 3, 3, pad: 1)),
        ("70 channels", Conv(70, 6, 6, 31, 3, 3, pad: 1)),
        ("window larger than image", Conv(3, 4, 4, 8, 5, 5, pad: 3)),
        ("wide", Conv(2, 3, 70, 16, 3, 3, pad: 1)),
        ("batch 5", Conv(8, 6, 6, 24, 3, 3, pad: 1, batch: 5)),
    ];

    /// <summary>Computes all of them with the settings that are in force.</summary>
    public static IEnumerable<(string Name, string Hash)> Hashes()
    {
        foreach (var (name, p) in Convolutions)
        {
            float[] x = Numbers(1, p.InputLength), w = Numbers(2, p.FilterLength), b = Numbers(3, p.Filters), dy = Numbers(4, p.OutputLength);
            float[] y = new float[p.OutputLength], dx = new float[p.InputLength], dw = new float[p.FilterLength], db = new float[p.Filters];
            Conv2dAlgorithms.Forward(p, x, w, null, b, y);
            yield return ($"{name}: forward", Hash(y));
            Conv2dGradientAlgorithms.Input(p, dy, w, null, dx);
            yield return ($"{name}: input gradient", Hash(dx));
            Conv2dGradientAlgorithms.Filters(p, x, dy, dw, db);
            yield return ($"{name}: filter gradient", Hash([.. dw, .. db]));
        }

        foreach (var (name, p, algorithm) in new[]
        {
            ("3x3 pad 1", Conv(35, 14, 17, 33, 3, 3, pad: 1), ConvAlgorithm.Winograd),
            ("3x3", Conv(32, 30, 14, 32, 3, 3, batch: 1), ConvAlgorithm.Winograd),
            ("11x11 stride 4", Conv(3, 31, 31, 6, 11, 11, stride: 4), ConvAlgorithm.Im2col),
            ("groups 3, odd", Conv(15, 7, 7, 21, 3, 3, pad: 1, groups: 3), ConvAlgorithm.Im2col),
        })
        {
            var y = new float[p.OutputLength];
            Conv2dAlgorithms.Forward(p, Numbers(1, p.InputLength), Numbers(2, p.FilterLength), null, Numbers(3, p.Filters), y, algorithm);
            yield return ($"{algorithm}, {name}", Hash(y));
        }

        foreach (var (batch, inputs, outputs) in new[] { (1, 300, 10), (5, 64, 33), (17, 513, 20) })
        {
            var p = new DenseProblem { Batch = batch, Inputs = inputs, Outputs = outputs };
            float[] y = new float[batch * outputs], dx = new float[batch * inputs], dw = new float[inputs * outputs], db = new float[outputs];
            float[] x = Numbers(1, dx.Length), w = Numbers(2, dw.Length), dy = Numbers(4, y.Length);
            DenseAlgorithms.Forward(p, x, w, null, Numbers(3, outputs), y);
            yield return ($"dense {batch}x{inputs}x{outputs}", Hash(y));
            DenseAlgorithms.InputGradient(p, dy, w, dx);
            DenseAlgorithms.WeightGradient(p, x, dy, dw, db);
            yield return ($"dense {batch}x{inputs}x{outputs}: gradients", Hash([.. dx, .. dw, .. db]));
        }

        var local = Conv(3, 9, 20, 4, 3, 3, pad: 1, batch: 3);
        var result = new float[local.OutputLength];
        LocallyConnectedAlgorithms.Forward(local, Numbers(1, local.InputLength), Numbers(2, local.Filters * local.Taps * local.OutPlane),
            Numbers(3, local.Filters * local.OutPlane), result);
        yield return ("locally connected", Hash(result));
        float[] localInput = new float[local.InputLength], localWeights = new float[local.Filters * local.Taps * local.OutPlane];
        LocallyConnectedAlgorithms.InputGradient(local, Numbers(4, result.Length), Numbers(2, localWeights.Length), localInput);
        LocallyConnectedAlgorithms.WeightGradient(local, Numbers(1, localInput.Length), Numbers(4, result.Length), localWeights, null);
        yield return ("locally connected: gradients", Hash([.. localInput, .. localWeights]));

        var pool = new PoolProblem
        {
            Batch = 2,
            Channels = 3,
            Height = 17,
            Width = 41,
            WindowHeight = 3,
            WindowWidth = 3,
            StrideH = 2,
            StrideW = 2,
            PadTop = 1,
            PadLeft = 1,
            OutHeight = 9,
            OutWidth = 21,
        };
        float[] image = Numbers(5, pool.InputLength), pooled = new float[pool.OutputLength];
        float[] gradient = Numbers(4, pool.OutputLength), unpooled = new float[pool.InputLength];
        var switches = new int[pool.OutputLength];
        PoolAlgorithms.Max(pool, image, pooled, switches);
        PoolAlgorithms.MaxGradient(pool, switches, gradient, unpooled);
        yield return ("max pooling", Hash(pooled));
        yield return ("max pooling: gradient", Hash(unpooled));
        PoolAlgorithms.Average(pool, image, pooled);
        PoolAlgorithms.AverageGradient(pool, gradient, unpooled);
        yield return ("average pooling", Hash(pooled));
        yield return ("average pooling: gradient", Hash(unpooled));
        PoolAlgorithms.L2(pool, image, pooled);
        PoolAlgorithms.L2Gradient(pool, image, pooled, gradient, unpooled);
        yield return ("L2 pooling", Hash(pooled));
        yield return ("L2 pooling: gradient", Hash(unpooled));

        foreach (var layer in new[] { "BN", "LRN 5", "LEAKY 0.1", "DROPOUT 0.4", "GAP", "ADD( CONV 8 1x1 | )",
            "CONV 16 1x1 -> CONCAT( CONV 16 3x3 p1 -> RELU | | POOL 3 s1 p1 -> CONV 7 1x1 )", "ADD( CONV 6 3x3 s2 p1 floor -> BN | CONV 6 1x1 s2 floor -> BN )", "CONV 17 2x2 -> RELU -> CONV 20 3x3 p1 -> RELU -> POOL 2" })
        {
            var pass = new TrainingPass(Network.Parse($"INPUT 9x11x8 -> {layer}"), 3, inputGradient: true);
            var y = pass.Forward(new Tensor(pass.InputShape, Numbers(1, (int)pass.InputShape.Values.Value))).Values.ToArray();
            Numbers(4, y.Length).CopyTo(pass.OutputGradient.Edit());
            pass.Backward();
            yield return ($"{layer}: forward and backward",
                Hash([.. y, .. pass.InputGradient!.Values, .. pass.Learned.SelectMany(parameter => parameter.Gradient.Values.ToArray())]));
        }

        float[] scores = Numbers(6, 40 * 37), chances = new float[40 * 37];
        SoftmaxAlgorithms.Forward(40, 37, 1, scores, chances);
        yield return ("softmax of scores", Hash(chances));
        SoftmaxAlgorithms.Forward(1, 40, 37, scores, chances);
        yield return ("softmax of depth columns", Hash(chances));
        SoftmaxAlgorithms.Gradient(1, 40, 37, scores, Numbers(4, scores.Length), chances);
        yield return ("softmax of depth columns: gradient", Hash(chances));
        Elementwise.Exp([.. scores.Select(s => 200 * s)], chances);
        yield return ("exponential", Hash(chances));
        Elementwise.Log([.. scores.Select(s => Math.Abs(s) * 1e-38f)], chances);
        yield return ("logarithm", Hash(chances));
    }

    private static ConvProblem Conv(int channels, int height, int width, int filters, int filterHeight, int filterWidth, int stride = 1,
        int pad = 0, int dilation = 1, int groups = 1, int batch = 2) => new()
        {
            Batch = batch,
            Channels = channels,
            Height = height,
            Width = width,
            Filters = filters,
            FilterHeight = filterHeight,
            FilterWidth = filterWidth,
            StrideH = stride,
            StrideW = stride,
            PadTop = filterHeight == 1 ? 0 : pad,
            PadLeft = filterWidth == 1 ? 0 : pad,
            DilationH = dilation,
            DilationW = dilation,
            Groups = groups,
            OutHeight = (height + (filterHeight == 1 ? 0 : 2 * pad) - (filterHeight - 1) * dilation - 1) / stride + 1,
            OutWidth = (width + (filterWidth == 1 ? 0 : 2 * pad) - (filterWidth - 1) * dilation - 1) / stride + 1,
        };

    // Weyl steps of the golden ratio: multiples of 2^-24 in [-0.5, 0.5), the same on every machine.
    private static float[] Numbers(uint stream, int length)
    {
        var values = new float[length];
        for (uint i = 0; i < length; i++)
        {
            var bits = (i + 1) * 2654435769u ^ stream * 2246822519u;
            bits = (bits ^ (bits >> 15)) * 2246822519u;
            values[i] = (int)((bits ^ (bits >> 13)) >> 8) / 16777216f - 0.5f;
        }

        return values;
    }

    private static string Hash(float[] values) =>
        new Tensor(new TensorShape(1, 1, 1, values.Length), values).Hash()[..16];
}
