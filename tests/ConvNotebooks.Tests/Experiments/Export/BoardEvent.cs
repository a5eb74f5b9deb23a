using Google.Protobuf;

namespace ConvNotebooks.Tests.Experiments.Export;

/// <summary>TensorBoard's Event message, read with Google.Protobuf by the field numbers of event.proto and summary.proto.</summary>
internal sealed record BoardEvent(double WallTime, long Step, string? Version, IReadOnlyList<BoardValue> Values)
{
    public static BoardEvent Read(CodedInputStream input)
    {
        var read = new BoardEvent(0, 0, null, []);
        while (input.ReadTag() is var tag and not 0)
        {
            read = (tag >> 3) switch
            {
                1 => read with { WallTime = input.ReadDouble() },
                2 => read with { Step = input.ReadInt64() },
                3 => read with { Version = input.ReadString() },
                5 => read with { Values = BoardValue.ReadSummary(Message(input)) },
                _ => throw new InvalidDataException($"Event has no field {tag >> 3}"),
            };
        }

        return read;
    }

    internal static CodedInputStream Message(CodedInputStream input) => input.ReadBytes().CreateCodedInput();
}

/// <summary>A value of a Summary message.</summary>
internal sealed record BoardValue
{
    public string Tag { get; private set; } = "";

    public float? Scalar { get; private set; }

    public byte[]? Image { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public BoardHistogram? Histogram { get; private set; }

    public string? Text { get; private set; }

    public string? Plugin { get; private set; }

    public static IReadOnlyList<BoardValue> ReadSummary(CodedInputStream input)
    {
        var values = new List<BoardValue>();
        Fields(input, field => values.Add(field == 1 ? Read(BoardEvent.Message(input)) : throw new InvalidDataException($"Summary has no field {field}")));
        return values;
    }

    private static BoardValue Read(CodedInputStream input)
    {
        var value = new BoardValue();
        Fields(input, field =>
        {
            switch (field)
            {
                case 1:
                    value.Tag = input.ReadString();
                    break;
                case 2:
                    value.Scalar = input.ReadFloat();
                    break;
                case 4:
                    value.ReadImage(BoardEvent.Message(input));
                    break;
                case 5:
                    value.Histogram = BoardHistogram.Read(BoardEvent.Message(input));
                    break;
                case 8:
                    value.ReadTensor(BoardEvent.Message(input));
                    break;
                case 9:
                    var metadata = BoardEvent.Message(input);
                    Fields(metadata, _ =>
                    {
                        var plugin = BoardEvent.Message(metadata);
                        Fields(plugin, _ => value.Plugin = plugin.ReadString());
                    });
                    break;
                default:
                    throw new InvalidDataException($"Summary.Value has no field {field}");
            }
        });
        return value;
    }

    private void ReadImage(CodedInputStream input) => Fields(input, field =>
    {
        switch (field)
        {
            case 1:
                Height = input.ReadInt32();
                break;
            case 2:
                Width = input.ReadInt32();
                break;
            case 3:
                Assert.Equal(3, input.ReadInt32());
                break;
            default:
                Image = input.ReadBytes().ToByteArray();
                break;
        }
    });

    private void ReadTensor(CodedInputStream input) => Fields(input, field =>
    {
        switch (field)
        {
            case 1:
                Assert.Equal(7, input.ReadEnum());
                break;
            case 2:
                var shape = BoardEvent.Message(input);
                Fields(shape, _ =>
                {
                    var axis = BoardEvent.Message(shape);
                    Fields(axis, _ => Assert.Equal(1, axis.ReadInt64()));
                });
                break;
            default:
                Text = input.ReadString();
                break;
        }
    });

    internal static void Fields(CodedInputStream input, Action<int> read)
    {
        while (input.ReadTag() is var tag and not 0)
            read((int)(tag >> 3));
    }
}

/// <summary>A HistogramProto message.</summary>
internal sealed record BoardHistogram(double Min, double Max, double Count, double Sum, double Squares, IReadOnlyList<double> Limits, IReadOnlyList<double> Counts)
{
    public static BoardHistogram Read(CodedInputStream input)
    {
        var numbers = new double[6];
        IReadOnlyList<double> limits = [], counts = [];
        BoardValue.Fields(input, field =>
        {
            if (field <= 5)
                numbers[field] = input.ReadDouble();
            else if (field == 6)
                limits = Packed(input);
            else
                counts = Packed(input);
        });
        return new(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], limits, counts);
    }

    private static List<double> Packed(CodedInputStream input)
    {
        var block = BoardEvent.Message(input);
        var values = new List<double>();
        while (!block.IsAtEnd)
            values.Add(block.ReadDouble());
        return values;
    }
}
