using System.Text;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Writes an ONNX model of one Conv node whose filters and biases are initialisers. The few fields needed, in protocol
/// buffers' wire format, numbered as in onnx.proto (IR version 8, opset 13).
/// </summary>
internal static class OnnxModel
{
    public static byte[] Convolution(ConvCase c)
    {
        var p = c.Problem;
        long[] pads = [p.PadTop, p.PadLeft,
            Math.Max(0, (p.OutHeight - 1) * p.StrideH + (p.FilterHeight - 1) * p.DilationH + 1 - p.Height - p.PadTop),
            Math.Max(0, (p.OutWidth - 1) * p.StrideW + (p.FilterWidth - 1) * p.DilationW + 1 - p.Width - p.PadLeft)];
        var node = new Message().Text(1, "x").Text(1, "w").Text(1, "b").Text(2, "y").Text(4, "Conv")
            .Nested(5, Integers("kernel_shape", p.FilterHeight, p.FilterWidth))
            .Nested(5, Integers("strides", p.StrideH, p.StrideW))
            .Nested(5, Integers("dilations", p.DilationH, p.DilationW))
            .Nested(5, Integers("pads", pads))
            .Nested(5, new Message().Text(1, "group").Number(3, p.Groups).Number(20, 2));
        var graph = new Message().Nested(1, node).Text(2, "conv")
            .Nested(5, Tensor("w", c.Filters, p.Filters, p.GroupChannels, p.FilterHeight, p.FilterWidth))
            .Nested(5, Tensor("b", c.Biases, p.Filters))
            .Nested(11, Value("x", p.Batch, p.Channels, p.Height, p.Width))
            .Nested(12, Value("y", p.Batch, p.Filters, p.OutHeight, p.OutWidth));
        return new Message().Number(1, 8).Nested(7, graph).Nested(8, new Message().Text(1, "").Number(2, 13)).Bytes;
    }

    private static Message Integers(string name, params long[] values)
    {
        var message = new Message().Text(1, name).Number(20, 7);
        foreach (var value in values)
            message.Number(8, value);
        return message;
    }

    private static Message Tensor(string name, float[] values, params long[] dims)
    {
        var message = new Message();
        foreach (var dim in dims)
            message.Number(1, dim);
        return message.Number(2, 1).Text(8, name).Field(9, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));
    }

    private static Message Value(string name, params long[] dims)
    {
        var shape = new Message();
        foreach (var dim in dims)
            shape.Nested(1, new Message().Number(1, dim));
        return new Message().Text(1, name).Nested(2, new Message().Nested(1, new Message().Number(1, 1).Nested(2, shape)));
    }

    private sealed class Message
    {
        private readonly List<byte> bytes = [];

        public byte[] Bytes => [.. bytes];

        public Message Number(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
            return this;
        }

        public Message Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

        public Message Nested(int field, Message message) => Field(field, message.Bytes);

        public Message Field(int field, ReadOnlySpan<byte> content)
        {
            Varint((ulong)field << 3 | 2);
            Varint((ulong)content.Length);
            bytes.AddRange(content);
            return this;
        }

        private void Varint(ulong value)
        {
            for (; value >= 128; value >>= 7)
                bytes.Add((byte)(value | 128));
            bytes.Add((byte)value);
        }
    }
}
