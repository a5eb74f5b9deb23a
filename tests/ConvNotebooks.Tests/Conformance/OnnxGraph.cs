namespace ConvNotebooks.Tests.Conformance;

/// <summary>One operator of a graph: what it is, what it reads and writes by name, and its attributes.</summary>
/// <remarks>Source: NodeProto and AttributeProto in onnx.proto, ONNX IR version 8.</remarks>
internal sealed record OnnxNode(string Operator, string[] Inputs, string[] Outputs, Dictionary<string, ReadOnlyMemory<byte>> Attributes)
{
    public float Single(string name, float otherwise) =>
        Attributes.TryGetValue(name, out var value) ? Field(value, 2).Single().Single : otherwise;

    public int Integer(string name, int otherwise) =>
        Attributes.TryGetValue(name, out var value) ? (int)(long)Field(value, 3).Single().Bits : otherwise;

    public string Text(string name, string otherwise) =>
        Attributes.TryGetValue(name, out var value) ? Field(value, 4).Single().Text : otherwise;

    /// <summary>A list of whole numbers; null when the attribute is not there.</summary>
    public int[]? Integers(string name) =>
        Attributes.TryGetValue(name, out var value) ? [.. Field(value, 8).SelectMany(f => f.Integers()).Select(i => (int)i)] : null;

    public static OnnxNode Parse(ReadOnlyMemory<byte> message)
    {
        var fields = Protobuf.Fields(message).ToLookup(field => field.Number);
        return new(fields[4].Single().Text, [.. fields[1].Select(f => f.Text)], [.. fields[2].Select(f => f.Text)],
            fields[5].ToDictionary(f => Field(f.Bytes, 1).Single().Text, f => f.Bytes));
    }

    private static IEnumerable<ProtobufField> Field(ReadOnlyMemory<byte> message, int number) =>
        Protobuf.Fields(message).Where(field => field.Number == number);
}

/// <summary>The operators of an ONNX model in the order in which they run, and the tensors that it brings along.</summary>
/// <param name="Version">The version of the operators that the model was written for.</param>
/// <param name="Nodes">The operators.</param>
/// <param name="Initializers">Weights and constants.</param>
/// <param name="Inputs">Names of the inputs that are no weights.</param>
/// <param name="Outputs">Names of the outputs.</param>
internal sealed record OnnxGraph(int Version, OnnxNode[] Nodes, OnnxTensor[] Initializers, string[] Inputs, string[] Outputs)
{
    public static OnnxGraph Parse(ReadOnlyMemory<byte> model)
    {
        var parts = Protobuf.Fields(model).ToLookup(field => field.Number);
        var version = parts[8].Select(f => Protobuf.Fields(f.Bytes).ToLookup(g => g.Number))
            .Where(import => import[1].All(domain => domain.Text == "")).SelectMany(import => import[2]).Select(f => (int)f.Bits).DefaultIfEmpty(0).Max();
        var graph = Protobuf.Fields(parts[7].Single().Bytes).ToLookup(field => field.Number);
        OnnxTensor[] initializers = [.. graph[5].Select(f => OnnxTensor.Parse(f.Bytes))];
        return new(version, [.. graph[1].Select(f => OnnxNode.Parse(f.Bytes))], initializers,
            [.. Names(11).Except(initializers.Select(tensor => tensor.Name))], [.. Names(12)]);

        IEnumerable<string> Names(int field) => graph[field].Select(f => Protobuf.Fields(f.Bytes).First(g => g.Number == 1).Text);
    }
}
