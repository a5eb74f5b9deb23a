namespace ConvNotebooks.Tests.Conformance;

/// <summary>One case of ONNX's conformance data: a model, and tensors that go in and must come out.</summary>
/// <param name="Name">Its folder and name: <c>node/test_relu</c>.</param>
/// <param name="Graph">The model.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record OnnxCase(string Name, OnnxGraph Graph, string Folder)
{
    /// <summary>Where Debian's libonnx-testdata puts the data.</summary>
    public const string Data = "/usr/share/libonnx-testdata/data";

    /// <summary>The cases with an operator that is a layer of the library, in order of their names.</summary>
    public static IEnumerable<OnnxCase> All() =>
        from collection in new[] { "node", "pytorch-converted", "pytorch-operator", "simple" }
        from folder in Directory.GetDirectories(Path.Combine(Data, collection)).Order(StringComparer.Ordinal)
        let graph = OnnxGraph.Parse(File.ReadAllBytes(Path.Combine(folder, "model.onnx")))
        where graph.Nodes.Any(node => OnnxOperators.Layers.ContainsKey(node.Operator))
        select new OnnxCase($"{collection}/{Path.GetFileName(folder)}", graph, folder);

    /// <summary>Runs it: null when all outputs come, otherwise what is wrong.</summary>
    /// <exception cref="NotInTheLibraryException">The library has not what it needs.</exception>
    public string? Run()
    {
        var sets = Directory.GetDirectories(Folder, "test_data_set_*");
        return sets.Length == 0 ? "no data" : sets.Select(Run).FirstOrDefault(error => error is not null);
    }

    private string? Run(string set)
    {
        var tensors = Graph.Initializers.ToDictionary(tensor => tensor.Name);
        for (var i = 0; i < Graph.Inputs.Length; i++)
            tensors[Graph.Inputs[i]] = Read(set, $"input_{i}.pb");
        foreach (var node in Graph.Nodes)
        {
            OnnxTensor?[] inputs = [.. node.Inputs.Select(name => name == "" ? null : tensors[name])];
            var computed = OnnxOperators.Glue.TryGetValue(node.Operator, out var glue) ? [glue(node, inputs)]
                : !OnnxOperators.Layers.TryGetValue(node.Operator, out var layer)
                    ? throw new NotInTheLibraryException($"needs the operator {node.Operator}")
                : inputs[0]!.Type == "float32" ? layer(Graph, node, inputs)
                : throw new NotInTheLibraryException($"computes in {inputs[0]!.Type}");
            foreach (var (name, tensor) in node.Outputs.Zip(computed))
                tensors[name] = tensor;
        }

        return Graph.Outputs.Select((name, i) => Difference(name, Read(set, $"output_{i}.pb"), tensors[name])).FirstOrDefault(error => error is not null);
    }

    private static OnnxTensor Read(string set, string file) => OnnxTensor.Parse(File.ReadAllBytes(Path.Combine(set, file)));

    /// <summary>ONNX itself asks for 1e-3 of a number and 1e-7 beside; this asks for a hundredth of the first.</summary>
    private static string? Difference(string name, OnnxTensor expected, OnnxTensor actual)
    {
        if (!expected.Axes.SequenceEqual(actual.Axes) || expected.Type != actual.Type)
            return $"{name}: {actual.Type} [{string.Join(", ", actual.Axes)}] came, {expected.Type} [{string.Join(", ", expected.Axes)}] was expected";
        for (var i = 0; i < expected.Values.Length; i++)
        {
            var (want, have) = (expected.Values[i], actual.Values[i]);
            if (!(Math.Abs((double)want - have) <= 1e-5 * Math.Abs(want) + 1e-6) && !want.Equals(have))
                return FormattableString.Invariant($"{name}: value {i} is {have:R}, {want:R} was expected");
        }

        return null;
    }
}
