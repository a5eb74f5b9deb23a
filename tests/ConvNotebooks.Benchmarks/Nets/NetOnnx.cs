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
            Add(graph, stage, from, to);
            from = to;
        }

        return graph.Output("y", c.Batch, c.Network.OutputShape.Depth).ToModel();
    }

    private static void Add(OnnxGraph graph, Stage stage, string from, string to)
    {
        string weights = $"{stage.Name}.w", biases = $"{stage.Name}.b";
        switch (stage.Layer)
        {
            case Conv2d conv:
                graph.Constant(weights, conv.Weights.Value.Values, Sizes(conv.Weights.Shape))
                    .Constant(biases, conv.Biases!.Value.Values, conv.Filters)
                    .Node("Conv", [from, weights, biases], to, [.. Window(conv.Window), ("group", conv.Groups)]);
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
            case Softmax:
                graph.Node("Softmax", [from], to, ("axis", 1));
                break;
            default:
                throw new NotSupportedException($"NetOnnx: layer {stage.Name} ({stage.Layer.Word}) has no translation here.");
        }
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
