using System.Buffers.Binary;

namespace ConvNotebooks.Tests.Conformance;

/// <summary>One field of a protocol-buffer message: a number, or bytes that hold a text, a message or packed numbers.</summary>
/// <param name="Number">The field's number in its message.</param>
/// <param name="Bits">The value of a number, as it lies on the wire.</param>
/// <param name="Bytes">The contents of a field with a length; empty for a number.</param>
internal readonly record struct ProtobufField(int Number, ulong Bits, ReadOnlyMemory<byte> Bytes)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);

    public float Single => BitConverter.UInt32BitsToSingle((uint)Bits);

    /// <summary>Whole numbers, packed or on their own.</summary>
    public IEnumerable<long> Integers()
    {
        if (Bytes.IsEmpty)
            return [(long)Bits];
        var numbers = new List<long>();
        for (var at = 0; at < Bytes.Length;)
            numbers.Add((long)Protobuf.Varint(Bytes.Span, ref at));
        return numbers;
    }

    /// <summary>32-bit numbers, packed or on their own.</summary>
    public IEnumerable<float> Singles() => Bytes.IsEmpty ? [Single] : Protobuf.Elements(Bytes, 4, BinaryPrimitives.ReadSingleLittleEndian);
}

/// <summary>The wire format of protocol buffers, as much of it as ONNX files use.</summary>
/// <remarks>Source: "Encoding", protobuf.dev/programming-guides/encoding.</remarks>
internal static class Protobuf
{
    public delegate T Read<T>(ReadOnlySpan<byte> bytes);

    /// <summary>The fields of a message, in the order in which they lie there.</summary>
    public static IEnumerable<ProtobufField> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new(number, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return new(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return new(number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return new(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Protobuf: wire type {tag & 7} of field {number} at byte {at}.");
            }
        }
    }

    public static T[] Elements<T>(ReadOnlyMemory<byte> bytes, int size, Read<T> read)
    {
        var elements = new T[bytes.Length / size];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = read(bytes.Span[(i * size)..]);
        return elements;
    }

    internal static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
