using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Builds an ONNX model of float32 tensors, as far as the benchmark needs it. Field numbers are those of the ONNX project's
/// onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, ValueInfoProto).
/// </summary>
internal sealed class OnnxGraph
{
    private const int Float = 1, IrVersion = 8, OpsetVersion = 13;
    private const int AttributeFloat = 1, AttributeInt = 2, AttributeInts = 7;
    private readonly ProtobufWriter graph = new ProtobufWriter().Text(2, "benchmark");

    /// <summary>Declares the graph's input.</summary>
    public OnnxGraph Input(string name, params ReadOnlySpan<int> shape)
    {
        graph.Message(11, Value(name, shape));
        return this;
    }

    /// <summary>Declares the graph's output.</summary>
    public OnnxGraph Output(string name, params ReadOnlySpan<int> shape)
    {
        graph.Message(12, Value(name, shape));
        return this;
    }

    /// <summary>Adds a constant tensor.</summary>
    public OnnxGraph Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape)
            tensor.Number(1, size);
        graph.Message(5, tensor.Number(2, Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values)));
        return this;
    }

    /// <summary>Adds an operator; attribute values are int, int[] or float.</summary>
    public OnnxGraph Node(string op, string[] inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(4, op);
        foreach (var (name, value) in attributes)
            node.Message(5, Attribute(name, value));
        graph.Message(1, node);
        return this;
    }

    /// <summary>The bytes of the model.</summary>
    public byte[] ToModel() => new ProtobufWriter()
        .Number(1, IrVersion)
        .Text(2, "ConvNotebooks.Benchmarks")
        .Message(7, graph)
        .Message(8, new ProtobufWriter().Number(2, OpsetVersion))
        .ToArray();

    private static ProtobufWriter Attribute(string name, object value)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        switch (value)
        {
            case int number:
                return attribute.Number(3, number).Number(20, AttributeInt);
            case float number:
                return attribute.Single(2, number).Number(20, AttributeFloat);
            case int[] numbers:
                foreach (var number in numbers)
                    attribute.Number(8, number);
                return attribute.Number(20, AttributeInts);
            default:
                throw new ArgumentException($"OnnxGraph: attribute {name} is a {value.GetType().Name}; int, float or int[] was needed.", nameof(value));
        }
    }

    private static ProtobufWriter Value(string name, ReadOnlySpan<int> shape)
    {
        var sizes = new ProtobufWriter();
        foreach (var size in shape)
            sizes.Message(1, new ProtobufWriter().Number(1, size));
        var tensor = new ProtobufWriter().Number(1, Float).Message(2, sizes);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
