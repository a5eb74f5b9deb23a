using System.Globalization;

namespace ConvNotebooks;

/// <summary>What can be logged.</summary>
public sealed partial class Experiment
{
    private const int SmallestPng = 57;

    /// <summary>Logs a hyperparameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; kept as text in invariant form.</param>
    public Experiment Parameter(string name, object value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return Change(r => r with { Parameters = new OrderedDictionary<string, string>(r.Parameters) { [name] = text } });
    }

    /// <summary>Logs the network.</summary>
    /// <param name="network">The network.</param>
    public Experiment Network(Network network)
    {
        var entry = NetworkRecord.Of(network);
        return Change(r => r with { Network = entry });
    }

    /// <summary>Logs a data set with the SHA-256 of its bytes.</summary>
    /// <param name="data">The data set.</param>
    public Experiment Data(Dataset data)
    {
        var entry = DataRecord.Of(data);
        return Record.Data.Contains(entry) ? this : Change(r => r with { Data = [.. r.Data, entry] });
    }

    /// <summary>Logs a number that changes during the run.</summary>
    /// <param name="name">Its name; a slash makes groups: <c>gradient/conv1</c>.</param>
    /// <param name="value">The number.</param>
    /// <param name="step">The step it belongs to.</param>
    public Experiment Metric(string name, double value, long? step = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Write("metric", step, null, [(name, value)]);
    }

    /// <summary>Logs a figure that the run stands for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public Experiment Result(string name, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Change(r => r with { Results = new OrderedDictionary<string, double>(r.Results) { [name] = value } });
    }

    /// <summary>Logs which classes were taken for which.</summary>
    /// <param name="matrix">The matrix.</param>
    public Experiment Confusion(ConfusionMatrix matrix)
    {
        var entry = ConfusionRecord.Of(matrix);
        return Change(r => r with { Confusion = entry });
    }

    /// <summary>Keeps a picture as <c>figures/NAME.png</c>; a later one of the same name takes its place.</summary>
    /// <param name="name">Its name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="png">The bytes of a PNG file.</param>
    /// <exception cref="ArgumentException">The name has other characters, or the bytes are no PNG file.</exception>
    public Experiment Figure(string name, byte[] png)
    {
        Checked(name);
        ArgumentNullException.ThrowIfNull(png);
        if (png.Length < SmallestPng || !png.AsSpan(1).StartsWith("PNG"u8))
            throw new ArgumentException($"Experiment: the {png.Length:N0} bytes of figure '{name}' are no PNG file. Give a picture's PNG.", nameof(png));
        var file = $"{RunFolder.FiguresFolder}/{name}.png";
        Keep(file, stream => stream.Write(png));
        tensorBoard?.Image(Seconds, 0, name, png);
        return Write("figure", null, null, [], [("name", name), ("file", file)]);
    }

    /// <summary>Writes a line into <c>log.txt</c> and the log.</summary>
    /// <param name="text">The line.</param>
    public Experiment Note(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Line(text);
        return Write("note", null, null, [], [("text", text)]);
    }
}
