using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ConvNotebooks;

/// <summary>A protobuf message, written field by field: the four wire types that TensorBoard's events need.</summary>
/// <remarks>
/// By hand instead of with Google.Protobuf: this library refers to the base class library alone, and the event schema is
/// some twenty fields. Source: Protocol Buffers, "Encoding".
/// </remarks>
internal sealed class ProtobufMessage
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    public ProtobufMessage Whole(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public ProtobufMessage Double(int field, double value)
    {
        Varint((ulong)field << 3 | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.GetSpan(sizeof(double)), value);
        bytes.Advance(sizeof(double));
        return this;
    }

    public ProtobufMessage Float(int field, float value)
    {
        Varint((ulong)field << 3 | 5);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufMessage Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Message(int field, ProtobufMessage value) => Block(field, value.Bytes);

    /// <summary>A repeated double, packed.</summary>
    public ProtobufMessage Doubles(int field, ReadOnlySpan<double> values)
    {
        var packed = new byte[values.Length * sizeof(double)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(packed.AsSpan(i * sizeof(double)), values[i]);
        return Block(field, packed);
    }

    public ProtobufMessage Block(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Write([(byte)(value | 0x80)]);
        bytes.Write([(byte)value]);
    }
}
