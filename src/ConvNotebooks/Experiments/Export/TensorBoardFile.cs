using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ConvNotebooks;

/// <summary>
/// A TensorBoard event file: records of a length, its check, an Event message, its check. Scalars, images, histograms and
/// texts are the summaries of their plugins' first versions, which every TensorBoard reads.
/// </summary>
/// <remarks>
/// Source: TensorFlow, "TFRecord and tf.train.Example" and the messages Event (event.proto), Summary, HistogramProto,
/// SummaryMetadata (summary.proto), TensorProto (tensor.proto).
/// </remarks>
internal sealed class TensorBoardFile : IDisposable
{
    private const int StringType = 7; // DT_STRING
    private readonly Stream file;
    private readonly double began;

    private TensorBoardFile(Stream file, DateTimeOffset began)
    {
        this.file = file;
        this.began = (began - DateTimeOffset.UnixEpoch).TotalSeconds;
        if (file.Position == 0)
            Record(new ProtobufMessage().Double(1, this.began).Text(3, "brain.Event:2"));
    }

    /// <summary>Begins an event file in a folder, under the name that TensorBoard looks for; one of a run's like is replaced, or gone on with.</summary>
    public static TensorBoardFile Create(string folder, DateTimeOffset began, bool append = false)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{began.ToUnixTimeSeconds()}.convnotebooks");
        return new(new FileStream(Path.Combine(folder, name), append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), began);
    }

    /// <summary>Writes everything that a run's folder holds.</summary>
    public static void Export(Run run, string folder)
    {
        using var file = Create(folder, run.Record.Started);
        file.Parameters(run.Record);
        foreach (var e in run.Events)
        {
            file.Scalars(e.Seconds, e.Step ?? 0, [.. e.Values.Select(v => (v.Key, v.Value))]);
            if (e.Kind == "weights" && e.Texts.TryGetValue("file", out var weights) && File.Exists(run.File(weights)))
                file.Histograms(e.Seconds, e.Step ?? 0, Safetensors.Read(run.File(weights)).Tensors);
        }

        foreach (var (name, picture) in run.Figures)
            file.Image(run.Record.Seconds, 0, name, File.ReadAllBytes(picture));
    }

    /// <summary>The hyperparameters as a table in the text tab.</summary>
    public void Parameters(RunRecord record)
    {
        var text = new StringBuilder("| parameter | value |\n|---|---|\n");
        foreach (var (name, value) in record.Parameters.Append(new("seed", $"{record.Seed}")).Append(new("network", record.Network?.Notation ?? "")))
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {value.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        Text(record.Seconds, 0, "parameters", text.ToString());
    }

    public void Scalars(double seconds, long step, ReadOnlySpan<(string Name, double Value)> values)
    {
        if (values.Length == 0)
            return;
        var summary = new ProtobufMessage();
        foreach (var (name, value) in values)
            summary.Message(1, new ProtobufMessage().Text(1, name).Float(2, (float)value));
        Event(seconds, step, summary);
    }

    public void Image(double seconds, long step, string name, ReadOnlySpan<byte> png)
    {
        // A PNG file's first chunk gives width and height, big-endian, from byte 16.
        int width = BinaryPrimitives.ReadInt32BigEndian(png[16..]), height = BinaryPrimitives.ReadInt32BigEndian(png[20..]);
        var image = new ProtobufMessage().Whole(1, height).Whole(2, width).Whole(3, 3).Block(4, png);
        Event(seconds, step, new ProtobufMessage().Message(1, new ProtobufMessage().Text(1, name).Message(4, image)));
    }

    public void Histograms(double seconds, long step, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var summary = new ProtobufMessage();
        foreach (var (name, tensor) in tensors)
            summary.Message(1, new ProtobufMessage().Text(1, $"weights/{name}").Message(5, Histogram(tensor.Values)));
        Event(seconds, step, summary);
    }

    public void Text(double seconds, long step, string name, string markdown)
    {
        var tensor = new ProtobufMessage().Whole(1, StringType)
            .Message(2, new ProtobufMessage().Message(2, new ProtobufMessage().Whole(1, 1)))
            .Text(8, markdown);
        var metadata = new ProtobufMessage().Message(1, new ProtobufMessage().Text(1, "text"));
        Event(seconds, step, new ProtobufMessage().Message(1,
            new ProtobufMessage().Text(1, $"{name}/text_summary").Message(8, tensor).Message(9, metadata)));
    }

    public void Dispose() => file.Dispose();

    /// <summary>Thirty buckets of equal width from the least to the greatest value; numbers that are none are left out.</summary>
    private static ProtobufMessage Histogram(ReadOnlySpan<float> values)
    {
        const int Buckets = 30;
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, sum = 0, squares = 0;
        var count = 0L;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                continue;
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            (sum, squares, count) = (sum + value, squares + (double)value * value, count + 1);
        }

        if (count == 0)
            (least, greatest) = (0, 0);
        var width = greatest > least ? (greatest - least) / Buckets : 1;
        double[] limits = [.. Enumerable.Range(1, Buckets).Select(i => i == Buckets && greatest > least ? greatest : least + i * width)], counts = new double[Buckets];
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                counts[Math.Clamp((int)((value - least) / width), 0, Buckets - 1)]++;
        }

        return new ProtobufMessage().Double(1, least).Double(2, greatest).Double(3, count).Double(4, sum).Double(5, squares)
            .Doubles(6, limits).Doubles(7, counts);
    }

    private void Event(double seconds, long step, ProtobufMessage summary) =>
        Record(new ProtobufMessage().Double(1, began + seconds).Whole(2, step).Message(5, summary));

    private void Record(ProtobufMessage message)
    {
        var data = message.Bytes;
        var record = new byte[16 + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Crc32C.Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), Crc32C.Masked(data));
        file.Write(record);
    }
}
