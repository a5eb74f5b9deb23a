using System.Buffers.Binary;

namespace ConvNotebooks.Tests.Conformance;

/// <summary>A tensor of an ONNX file with any number of axes; whatever its type, its values as float32.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">ONNX's name of its type.</param>
/// <param name="Axes">Lengths of the axes; none for a single number.</param>
/// <param name="Values">The values, last axis fastest.</param>
/// <remarks>Source: TensorProto in onnx.proto, ONNX IR version 8.</remarks>
internal sealed record OnnxTensor(string Name, string Type, int[] Axes, float[] Values)
{
    private static readonly string[] Types =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32", "uint64",
    ];

    public OnnxTensor(int[] axes, float[] values)
        : this("", "float32", axes, values)
    {
    }

    /// <summary>Numbers along the axes from one to another.</summary>
    public int Count(int from, int to) => Axes[from..to].Aggregate(1, (product, length) => product * length);

    public static OnnxTensor Parse(ReadOnlyMemory<byte> message)
    {
        var (name, type) = ("", 0);
        var axes = new List<int>();
        var values = new List<float>();
        ReadOnlyMemory<byte> raw = default;
        foreach (var field in Protobuf.Fields(message))
        {
            switch (field.Number)
            {
                case 1:
                    axes.AddRange(field.Integers().Select(length => (int)length));
                    break;
                case 2:
                    type = (int)field.Bits;
                    break;
                case 4:
                    values.AddRange(field.Singles());
                    break;
                case 5 or 7:
                    values.AddRange(field.Integers().Select(value => (float)value));
                    break;
                case 8:
                    name = field.Text;
                    break;
                case 9:
                    raw = field.Bytes;
                    break;
            }
        }

        return new(name, type < Types.Length ? Types[type] : $"type {type}", [.. axes], raw.IsEmpty ? [.. values] : Raw(type, raw));
    }

    private static float[] Raw(int type, ReadOnlyMemory<byte> bytes) => type switch
    {
        1 => Protobuf.Elements(bytes, 4, BinaryPrimitives.ReadSingleLittleEndian),
        2 or 9 => Protobuf.Elements(bytes, 1, b => (float)b[0]),
        6 => Protobuf.Elements(bytes, 4, b => (float)BinaryPrimitives.ReadInt32LittleEndian(b)),
        7 => Protobuf.Elements(bytes, 8, b => (float)BinaryPrimitives.ReadInt64LittleEndian(b)),
        11 => Protobuf.Elements(bytes, 8, b => (float)BinaryPrimitives.ReadDoubleLittleEndian(b)),
        _ => [],
    };
}
