namespace ConvNotebooks.Benchmarks;

/// <summary>A stack of layers as an ONNX model with x in and y out.</summary>
internal static class NetOnnx
{
    public static byte[] Model(NetCase c)
    {
        var graph = new OnnxGraph().Input("x", Sizes(c.InputShape));
        foreach (var stage in c.Network.Stages)
        {
            string[] from = [.. stage.From.Select(number => number == 0 ? "x" : c.Network.Stages[number - 1].Name)];
            var to = stage.Number == c.Network.Stages.Count ? "y" : stage.Name;
            if (stage.Layer is Join join)
                graph.Node(join is ConvNotebooks.Add ? "Add" : "Concat", [.. from.Select((name, i) => Volume(graph, c, stage, join, name, i))], to, join is ConvNotebooks.Add ? [] : [("axis", 1)]);
            else
                Add(graph, stage, from[0], to);
        }

        return graph.Output("y", c.Batch, c.Network.OutputShape.Depth).ToModel();
    }

    private static void Add(OnnxGraph graph, Stage stage, string from, string to)
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

    /// <summary>What a branch gives: in sums subsampled by a pooling of single pixels and deepened by slices of zeros, where it is.</summary>
    private static string Volume(OnnxGraph graph, NetCase c, Stage stage, Join join, string name, int branch)
    {
        var volume = join.Volumes[branch];
        if (join is not ConvNotebooks.Add || volume == stage.Output)
            return name;
        string pixels = $"{stage.Name}.pixels", zeros = $"{stage.Name}.zeros", sum = $"{stage.Name}.skipped";
        int[] strides = [volume.Height / stage.Output.Height, volume.Width / stage.Output.Width];
        int[] sizes = [c.Batch, stage.Output.Depth - volume.Depth, stage.Output.Height, stage.Output.Width];
        graph.Node("MaxPool", [name], pixels, ("kernel_shape", new[] { 1, 1 }), ("strides", strides))
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
