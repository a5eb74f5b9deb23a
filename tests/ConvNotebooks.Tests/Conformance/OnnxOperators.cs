namespace ConvNotebooks.Tests.Conformance;

/// <summary>Why the library cannot run a case: something that it does not have.</summary>
internal sealed class NotInTheLibraryException(string reason) : Exception(reason);

/// <summary>ONNX's operators as the library's layers: each reads a node's attributes and tensors and gives its outputs.</summary>
/// <remarks>
/// A layer works on N C H W. One-dimensional images become rows of a picture one pixel high, matrices become images of one pixel,
/// and other axes are laid together around the one that matters. Source: ONNX's Operators.md.
/// </remarks>
internal static class OnnxOperators
{
    /// <summary>The operators that are layers of the library; a case that has one of them is of interest.</summary>
    public static IReadOnlyDictionary<string, Func<OnnxGraph, OnnxNode, OnnxTensor?[], OnnxTensor[]>> Layers { get; } =
        new Dictionary<string, Func<OnnxGraph, OnnxNode, OnnxTensor?[], OnnxTensor[]>>
        {
            ["Conv"] = (_, node, x) => [OnnxWindows.Conv(node, x[0]!, x[1]!, x.ElementAtOrDefault(2))],
            ["MaxPool"] = (_, node, x) => OnnxWindows.MaxPool(node, x[0]!),
            ["AveragePool"] = (_, node, x) => [OnnxWindows.AveragePool(node, x[0]!)],
            ["GlobalAveragePool"] = (_, _, x) => [OnnxWindows.Global(new GlobalAveragePool(), x[0]!)],
            ["GlobalMaxPool"] = (_, _, x) => [OnnxWindows.Global(new MaxPool2d((x[0]!.Count(3, x[0]!.Axes.Length), x[0]!.Axes[2])), x[0]!)],
            ["Relu"] = (_, _, x) => [Elementwise(new ReLU(), x[0]!)],
            ["LeakyRelu"] = (_, node, x) => [Elementwise(new LeakyReLU(node.Single("alpha", 0.01f)), x[0]!)],
            ["Dropout"] = Dropout,
            ["Flatten"] = Flatten,
            ["Softmax"] = Softmax,
            ["Gemm"] = (_, node, x) => [Gemm(node, x[0]!, x[1]!, x.ElementAtOrDefault(2))],
            ["LRN"] = (_, node, x) => [OverChannels(x[0]!, new LocalResponseNorm(
                node.Integer("size", 1), node.Single("alpha", 1e-4f), node.Single("beta", 0.75f), node.Single("bias", 1)).Forward)],
            ["BatchNormalization"] = BatchNorm,
        };

    /// <summary>What stands around layers in exported models and computes nothing.</summary>
    public static IReadOnlyDictionary<string, Func<OnnxNode, OnnxTensor?[], OnnxTensor>> Glue { get; } =
        new Dictionary<string, Func<OnnxNode, OnnxTensor?[], OnnxTensor>>
        {
            ["Constant"] = (node, _) => OnnxTensor.Parse(Protobuf.Fields(node.Attributes["value"]).First(field => field.Number == 5).Bytes),
            ["Unsqueeze"] = (node, x) => x[0]! with { Axes = node.Integers("axes")!.Aggregate(x[0]!.Axes, (axes, i) => [.. axes[..i], 1, .. axes[i..]]) },
            ["Squeeze"] = (node, x) => x[0]! with { Axes = [.. x[0]!.Axes.Where((_, i) => !node.Integers("axes")!.Contains(i))] },
            ["Transpose"] = (node, x) => x[0]!.Axes.Length == 2
                ? new([x[0]!.Axes[1], x[0]!.Axes[0]], Turned(x[0]!))
                : throw new NotInTheLibraryException("transposes more than a matrix"),
        };

    private static OnnxTensor Elementwise(Layer layer, OnnxTensor x) =>
        x with { Values = layer.Forward(new Tensor(new TensorShape(1, 1, 1, x.Values.Length), x.Values)).Values.ToArray() };

    /// <summary>Axes 0 and 1 as images and channels, the others as the pixels of a row.</summary>
    private static OnnxTensor OverChannels(OnnxTensor x, Func<Tensor, Tensor> layer) =>
        x with { Values = layer(new(new TensorShape(x.Axes[0], x.Axes[1], 1, x.Count(2, x.Axes.Length)), x.Values)).Values.ToArray() };

    private static OnnxTensor[] Dropout(OnnxGraph graph, OnnxNode node, OnnxTensor?[] x)
    {
        var rate = node.Single("ratio", x.ElementAtOrDefault(1)?.Values[0] ?? 0.5f);
        var training = x.ElementAtOrDefault(2)?.Values[0] > 0;
        if (training && rate > 0)
            throw new NotInTheLibraryException("drops what NumPy's random numbers say");
        var layer = new Dropout(rate);
        var (input, output) = (new Tensor(new TensorShape(1, 1, 1, x[0]!.Values.Length), x[0]!.Values), new Tensor(1, 1, 1, x[0]!.Values.Length));
        layer.Compute(input, output, training ? layer.NewState(input.Shape) : null);
        float[] kept = [.. output.Values.ToArray().Zip(input.Values.ToArray(), (after, before) => after == before ? 1f : 0)];
        return [x[0]! with { Values = output.Values.ToArray() }, new("", "bool", x[0]!.Axes, kept)];
    }

    private static OnnxTensor[] Flatten(OnnxGraph graph, OnnxNode node, OnnxTensor?[] x)
    {
        var axis = Axis(node.Integer("axis", 1), x[0]!);
        var flat = new Flatten().Forward(new Tensor(new TensorShape(x[0]!.Count(0, axis), 1, 1, x[0]!.Count(axis, x[0]!.Axes.Length)), x[0]!.Values));
        return [new([flat.Shape.N, flat.Shape.C], flat.Values.ToArray())];
    }

    private static OnnxTensor[] Softmax(OnnxGraph graph, OnnxNode node, OnnxTensor?[] x)
    {
        // Before version 13 everything from the axis on was one distribution.
        var before13 = graph.Version < 13;
        var axis = Axis(node.Integer("axis", before13 ? 1 : -1), x[0]!);
        var end = before13 ? x[0]!.Axes.Length : axis + 1;
        var shape = new TensorShape(x[0]!.Count(0, axis), x[0]!.Count(axis, end), 1, x[0]!.Count(end, x[0]!.Axes.Length));
        return [x[0]! with { Values = new Softmax().Forward(new(shape, x[0]!.Values)).Values.ToArray() }];
    }

    /// <summary>α·A·B + β·C: a fully-connected layer with the weights α·Bᵀ and, where C is a row, the biases β·C.</summary>
    private static OnnxTensor Gemm(OnnxNode node, OnnxTensor a, OnnxTensor b, OnnxTensor? c)
    {
        var (alpha, beta) = (node.Single("alpha", 1), node.Single("beta", 1));
        var (transA, transB) = (node.Integer("transA", 0) != 0, node.Integer("transB", 0) != 0);
        var (rows, inputs) = transA ? (a.Axes[1], a.Axes[0]) : (a.Axes[0], a.Axes[1]);
        var outputs = transB ? b.Axes[0] : b.Axes[1];
        // A row stands for every row, a single number for all.
        var added = c is null ? [] : c.Values.Select(value => beta * value).ToArray();
        var biases = added.Length == 1 ? Enumerable.Repeat(added[0], outputs).ToArray() : added;
        var matrix = c is { Axes.Length: 2 } && c.Axes[0] == rows && rows > 1;

        var layer = new Dense(new Shape(1, 1, inputs), outputs, bias: c is not null && !matrix);
        var weights = transB ? b.Values : Turned(b);
        layer.Weights.Value = new(layer.Weights.Shape, [.. weights.Select(weight => alpha * weight)]);
        if (layer.Biases is not null)
            layer.Biases.Value = new(layer.Biases.Shape, biases);
        var y = layer.Forward(new(new TensorShape(rows, inputs, 1, 1), transA ? Turned(a) : a.Values));
        return new([rows, outputs], (matrix ? new Add([y.Shape.Volume, y.Shape.Volume]).Forward([y, new(y.Shape, added)]) : y).Values.ToArray());
    }

    private static OnnxTensor[] BatchNorm(OnnxGraph graph, OnnxNode node, OnnxTensor?[] x)
    {
        var training = node.Integer("training_mode", 0) != 0;
        var momentum = 1 - (double)node.Single("momentum", 0.9f);
        var layer = new BatchNorm2d(x[0]!.Axes[1], momentum, node.Single("epsilon", 1e-5f));
        foreach (var (parameter, values) in new[] { layer.Scale, layer.Shift, layer.RunningMean, layer.RunningVariance }.Zip(x[1..5]))
            parameter.Value = new(parameter.Shape, [.. values!.Values]);
        if (!training)
            return [OverChannels(x[0]!, layer.Forward)];

        var y = OverChannels(x[0]!, input =>
        {
            var (state, output) = (layer.NewState(input.Shape), new Tensor(input.Shape));
            layer.Compute(input, output, state);
            // The backward half brings the running statistics nearer to the minibatch's.
            layer.Backward(input, output, new Tensor(input.Shape), null, state);
            return output;
        });

        // The library's running variance is the unbiased one, as in PyTorch; ONNX's has all n values below the line.
        var n = (double)x[0]!.Values.Length / layer.Channels;
        var old = x[4]!.Values;
        float[] biased = [.. layer.RunningVariance.Value.Values.ToArray().Select(
            (value, i) => (float)((value - (1 - momentum) * old[i]) * (n - 1) / n + (1 - momentum) * old[i]))];
        return [y, new([layer.Channels], layer.RunningMean.Value.Values.ToArray()), new([layer.Channels], biased)];
    }

    private static int Axis(int axis, OnnxTensor x) => axis < 0 ? axis + x.Axes.Length : axis;

    private static float[] Turned(OnnxTensor matrix)
    {
        var (rows, columns) = (matrix.Axes[0], matrix.Axes[1]);
        return [.. Enumerable.Range(0, rows * columns).Select(i => matrix.Values[i % rows * columns + i / rows])];
    }
}
