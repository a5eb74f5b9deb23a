using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests.Conformance;

/// <summary>ONNX's operators with a window: its attributes become a <see cref="Window2d"/>, one-dimensional ones a row.</summary>
internal static class OnnxWindows
{
    /// <summary>Every algorithm computes it; they are compared with each other here, and one of them with ONNX's numbers.</summary>
    public static OnnxTensor Conv(OnnxNode node, OnnxTensor x, OnnxTensor w, OnnxTensor? bias)
    {
        var (input, filters) = (Picture(x), Picture(w));
        var (size, stride, pad, dilation, _) = Window(node, w.Axes[2..], input.Shape);
        var convolution = new Conv2d(input.Shape.C, filters.Shape.N, size, stride, pad, dilation, node.Integer("group", 1), bias is not null, FitPolicy.Floor);
        convolution.Weights.Value = filters;
        if (convolution.Biases is not null)
            convolution.Biases.Value = new(convolution.Biases.Shape, bias!.Values);
        var expected = convolution.With(ConvAlgorithm.Reference).Forward(input);
        foreach (var algorithm in Enum.GetValues<ConvAlgorithm>().Where(a => a != ConvAlgorithm.Winograd))
            Bits.Same(expected.Values, convolution.With(algorithm).Forward(input).Values, $"Conv, {algorithm}");
        return From(convolution.With(ConvAlgorithm.Winograd).Forward(input), x);
    }

    public static OnnxTensor[] MaxPool(OnnxNode node, OnnxTensor x)
    {
        var input = Picture(x);
        var (size, stride, pad, dilation, fit) = Window(node, node.Integers("kernel_shape")!, input.Shape);
        if (dilation != 1)
            throw new NotInTheLibraryException("pools have no dilation");
        var layer = new MaxPool2d(size, stride, pad, fit);
        var y = layer.Forward(input);
        if (node.Outputs.Length == 1)
            return [From(y, x)];

        var volume = input.Shape.Volume;
        var problem = Problems.Pool(input.Shape, layer.Window, layer.FitWidth(volume), layer.FitHeight(volume));
        var switches = new int[problem.OutputLength];
        PoolAlgorithms.Max(problem, input.Array, new float[problem.OutputLength], switches);
        // Storage order 1 counts the pixels of a slice column after column.
        var places = node.Integer("storage_order", 0) == 0 ? switches
            : switches.Select(i => i / problem.Plane * problem.Plane + i % problem.Width * problem.Height + i % problem.Plane / problem.Width);
        return [From(y, x), new("", "int64", From(y, x).Axes, [.. places.Select(place => (float)place)])];
    }

    public static OnnxTensor AveragePool(OnnxNode node, OnnxTensor x)
    {
        var input = Picture(x);
        var (size, stride, pad, _, fit) = Window(node, node.Integers("kernel_shape")!, input.Shape);
        return From(new AveragePool2d(size, stride, pad, fit, node.Integer("count_include_pad", 0) != 0).Forward(input), x);
    }

    /// <summary>A pooling whose window is the whole slice.</summary>
    public static OnnxTensor Global(Layer layer, OnnxTensor x) => From(layer.Forward(Picture(x)), x);

    private static (PerAxis Size, PerAxis Stride, Padding2d Pad, PerAxis Dilation, FitPolicy Fit) Window(OnnxNode node, int[] kernel, TensorShape input)
    {
        int[] strides = node.Integers("strides") ?? [1, 1], dilations = node.Integers("dilations") ?? [1, 1];
        var pads = node.Integers("pads") ?? new int[2 * kernel.Length];
        // A row has no height to pad.
        var (width, height) = (kernel.Length - 1, kernel.Length == 1 ? -1 : 0);
        PerAxis size = (kernel[width], height < 0 ? 1 : kernel[height]), stride = (strides[width], height < 0 ? 1 : strides[height]);
        PerAxis dilation = (dilations[width], height < 0 ? 1 : dilations[height]);
        var side = node.Text("auto_pad", "NOTSET");
        var pad = side.StartsWith("SAME", StringComparison.Ordinal)
            ? new Padding2d(Same(input.W, size.Width, stride.Width, side), Same(input.H, size.Height, stride.Height, side))
            : new Padding2d((pads[width], pads[kernel.Length + width]), height < 0 ? 0 : (pads[height], pads[kernel.Length + height]));
        return (size, stride, pad, dilation, node.Integer("ceil_mode", 0) == 0 ? FitPolicy.Floor : FitPolicy.ZeroPad);
    }

    /// <summary>As many zeros as give ⌈length/stride⌉ outputs; of an odd number the one more goes where auto_pad says.</summary>
    private static Padding Same(int length, int size, int stride, string side)
    {
        var total = Math.Max(0, ((length + stride - 1) / stride - 1) * stride + size - length);
        return side == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
    }

    private static Tensor Picture(OnnxTensor x) => x.Axes.Length switch
    {
        3 => new(new TensorShape(x.Axes[0], x.Axes[1], 1, x.Axes[2]), x.Values),
        4 => new(new TensorShape(x.Axes[0], x.Axes[1], x.Axes[2], x.Axes[3]), x.Values),
        _ => throw new NotInTheLibraryException("images have two dimensions"),
    };

    private static OnnxTensor From(Tensor y, OnnxTensor like) =>
        new(like.Axes.Length == 3 ? [y.Shape.N, y.Shape.C, y.Shape.W] : [y.Shape.N, y.Shape.C, y.Shape.H, y.Shape.W], y.Values.ToArray());
}
