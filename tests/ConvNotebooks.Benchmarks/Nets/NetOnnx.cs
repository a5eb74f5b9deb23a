namespace ConvNotebooks.Benchmarks;

/// <summary>A stack of layers as an ONNX model with x in and y out.</summary>
internal static class NetOnnx
{
    public static byte[] Model(NetCase c)
    {
        var graph = new OnnxGraph().Input("x", Sizes(c.InputShape));
        var from = "x";
        for (var i = 0; i < c.Network.Stages.Count; i++)
        {
            var stage = c.Network.Stages[i];
            var to = i == c.Network.Stages.Count - 1 ? "y" : stage.Name;
            Add(graph, c, stage, from, to);
            from = to;
        }

        return graph.Output("y", c.Batch, c.Network.OutputShape.Depth).ToModel();
    }

    private static void Add(OnnxGraph graph, NetCase c, Stage stage, string from, string to)
    {
        string weights = $"{stage.Name}.w", biases = $"{stage.Name}.b";
        switch (stage.Layer)
        {
            case Conv2d conv:
                graph.Constant(weights, conv.Weights.Value.Values, Sizes(conv.Weights.Shape));
                if (conv.Biases is not null)
                    graph.Constant(biases, conv.Biases.Value.Values, conv.Filters);
                graph.Node("Conv", conv.Biases is null ? [from, weights] : [from, weights, biases], to, [.. Window(conv.Window), ("group", conv.Groups)]);
                break;
            case MaxPool2d pool:
                graph.Node("MaxPool", [from], to, Window(pool.Window).AsSpan(0, 3));
                break;
            case ReLU:
                graph.Node("Relu", [from], to);
                break;
            case Dense dense:
                var shape = dense.Weights.Shape;
                graph.Constant(weights, dense.Weights.Value.Values, shape.N, shape.C * shape.H * shape.W)
                    .Constant(biases, dense.Biases!.Value.Values, dense.Units)
                    .Node("Flatten", [from], $"{to}.flat", ("axis", 1))
                    .Node("Gemm", [$"{to}.flat", weights, biases], to, ("transB", 1));
                break;
            case BatchNorm2d norm:
                string[] parts = [.. norm.Parameters.Concat(norm.Statistics).Select(parameter => $"{stage.Name}.{parameter.Name}")];
                foreach (var (part, parameter) in parts.Zip(norm.Parameters.Concat(norm.Statistics)))
                    graph.Constant(part, parameter.Value.Values, norm.Channels);
                graph.Node("BatchNormalization", [from, .. parts], to, ("epsilon", (float)norm.Epsilon));
                break;
            case Add add:
                graph.Node("Add", [from, Skipped(graph, c, stage, add)], to);
                break;
            case GlobalAveragePool:
                graph.Node("GlobalAveragePool", [from], to);
                break;
            case Softmax:
                graph.Node("Softmax", [from], to, ("axis", 1));
                break;
            default:
                throw new NotSupportedException($"NetOnnx: layer {stage.Name} ({stage.Layer.Word}) has no translation here.");
        }
    }

    /// <summary>What a residual connection adds: subsampled by a pooling of single pixels and deepened by slices of zeros, where it is.</summary>
    private static string Skipped(OnnxGraph graph, NetCase c, Stage stage, Add add)
    {
        var source = c.Network.Stages[stage.Number - 2 - add.Around];
        if (source.Output == stage.Output)
            return source.Name;
        string pixels = $"{stage.Name}.pixels", zeros = $"{stage.Name}.zeros", sum = $"{stage.Name}.skipped";
        int[] strides = [source.Output.Height / stage.Output.Height, source.Output.Width / stage.Output.Width];
        int[] sizes = [c.Batch, stage.Output.Depth - source.Output.Depth, stage.Output.Height, stage.Output.Width];
        graph.Node("MaxPool", [source.Name], pixels, ("kernel_shape", new[] { 1, 1 }), ("strides", strides))
            .Constant(zeros, new float[sizes.Aggregate(1, (product, size) => product * size)], sizes)
            .Node("Concat", [pixels, zeros], sum, ("axis", 1));
        return sum;
    }

    private static (string Name, object Value)[] Window(Window2d window) =>
    [
        ("kernel_shape", new[] { window.Height.Size, window.Width.Size }),
        ("strides", new[] { window.Height.Stride, window.Width.Stride }),
        ("pads", new[] { window.Height.Pad.Before, window.Width.Pad.Before, window.Height.Pad.After, window.Width.Pad.After }),
        ("dilations", new[] { window.Height.Dilation, window.Width.Dilation }),
    ];

    private static int[] Sizes(TensorShape shape) => [shape.N, shape.C, shape.H, shape.W];
}
