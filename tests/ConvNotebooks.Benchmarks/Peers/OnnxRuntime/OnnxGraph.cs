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
    private readonly ProtobufMessage graph = new ProtobufMessage().Text(2, "benchmark");

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
        var tensor = new ProtobufMessage();
        foreach (var size in shape)
            tensor.Whole(1, size);
        graph.Message(5, tensor.Whole(2, Float).Text(8, name).Block(9, MemoryMarshal.AsBytes(values)));
        return this;
    }

    /// <summary>Adds an operator; attribute values are int, int[] or float.</summary>
    public OnnxGraph Node(string op, string[] inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(4, op);
        foreach (var (name, value) in attributes)
            node.Message(5, Attribute(name, value));
        graph.Message(1, node);
        return this;
    }

    /// <summary>The bytes of the model.</summary>
    public byte[] ToModel() => new ProtobufMessage()
        .Whole(1, IrVersion)
        .Text(2, "ConvNotebooks.Benchmarks")
        .Message(7, graph)
        .Message(8, new ProtobufMessage().Whole(2, OpsetVersion))
        .Bytes.ToArray();

    private static ProtobufMessage Attribute(string name, object value)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        switch (value)
        {
            case int number:
                return attribute.Whole(3, number).Whole(20, AttributeInt);
            case float number:
                return attribute.Float(2, number).Whole(20, AttributeFloat);
            case int[] numbers:
                foreach (var number in numbers)
                    attribute.Whole(8, number);
                return attribute.Whole(20, AttributeInts);
            default:
                throw new ArgumentException($"OnnxGraph: attribute {name} is a {value.GetType().Name}; int, float or int[] was needed.", nameof(value));
        }
    }

    private static ProtobufMessage Value(string name, ReadOnlySpan<int> shape)
    {
        var sizes = new ProtobufMessage();
        foreach (var size in shape)
            sizes.Message(1, new ProtobufMessage().Whole(1, size));
        var tensor = new ProtobufMessage().Whole(1, Float).Message(2, sizes);
        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
