namespace ConvNotebooks.Benchmarks;

/// <summary>A layer as the Python peer reads it: PyTorch's module, its arguments, and where its numbers come from.</summary>
internal static class NetTorch
{
    public static object Layer(Stage stage) => stage.Layer switch
    {
        Conv2d conv => new
        {
            kind = "conv",
            channels = conv.Channels,
            filters = conv.Filters,
            size = Pair(conv.Window.Size),
            stride = Pair(conv.Window.Stride),
            pad = Pair(conv.Window),
            dilation = Pair(conv.Window.Dilation),
            groups = conv.Groups,
            bias = conv.Biases is not null,
            numbers = Numbers(stage),
        },
        MaxPool2d { Window: var window } => new
        {
            kind = "maxpool",
            size = Pair(window.Size),
            stride = Pair(window.Stride),
            pad = new[] { window.Height.Pad.Before, window.Width.Pad.Before },
            ceil = window.Width.Pad.After > window.Width.Pad.Before,
        },
        ReLU => new { kind = "relu" },
        Dense dense => new
        {
            kind = "fc",
            inputs = dense.Weights.Shape.C * dense.Weights.Shape.H * dense.Weights.Shape.W,
            units = dense.Units,
            numbers = Numbers(stage),
        },
        BatchNorm2d norm => new { kind = "batchnorm", channels = norm.Channels, epsilon = norm.Epsilon, numbers = Numbers(stage) },
        Join => new { kind = stage.Layer.Word.ToLowerInvariant() },
        GlobalAveragePool => new { kind = "gap" },
        Softmax => new { kind = "softmax" },
        _ => throw new NotSupportedException($"NetTorch: layer {stage.Name} ({stage.Layer.Word}) has no translation here."),
    };

    private static object[] Numbers(Stage stage) =>
        [.. Enumerable.Range(0, stage.Layer.Parameters.Count).Select(i => new { stream = NetNumbers.Stream(stage, i), scale = NetNumbers.Scale(stage, i) })];

    private static int[] Pair(PerAxis both) => [both.Height, both.Width];

    private static int[] Pair(Window2d window) => window.Width.Pad.IsSymmetric && window.Height.Pad.IsSymmetric
        ? [window.Height.Pad.Before, window.Width.Pad.Before]
        : throw new NotSupportedException($"NetTorch: padding {window.Pad} is not the same on both sides, as PyTorch needs it.");
}
