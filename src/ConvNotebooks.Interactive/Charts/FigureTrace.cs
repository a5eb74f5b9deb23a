using System.Globalization;
using System.Text.Json;

namespace ConvNotebooks.Interactive;

/// <summary>One trace of a Plotly figure: bars, a line, points, or a heat map.</summary>
internal sealed class FigureTrace
{
    /// <summary>Reads a trace.</summary>
    public FigureTrace(JsonElement trace)
    {
        Type = Figure.StringAt(trace, "type") ?? "scatter";
        Name = Figure.StringAt(trace, "name") ?? "";
        Mode = Figure.StringAt(trace, "mode") ?? "lines";
        Y = Numbers(Figure.At(trace, "y"));
        X = Texts(Figure.At(trace, "x"));
        (ColumnNames, RowNames) = (X, Texts(Figure.At(trace, "y")));
        if (X.Length == 0)
            X = [.. Enumerable.Range(0, Y.Length).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        Labels = Texts(Figure.At(trace, "text"));
        Z = Figure.At(trace, "z") is { ValueKind: JsonValueKind.Array } z ? [.. z.EnumerateArray().Select(Numbers)] : [];
        Color = Figure.StringAt(Figure.At(trace, Type == "bar" || !Mode.Contains("lines", StringComparison.Ordinal) ? "marker" : "line"), "color")
            ?? Figure.StringAt(Figure.At(trace, "marker"), "color");
        (Least, Greatest) = (Number(Figure.At(trace, "zmin")), Number(Figure.At(trace, "zmax")));
        (First, Step) = ((Or(trace, "x0", 0), Or(trace, "y0", 0)), (Or(trace, "dx", 1), Or(trace, "dy", 1)));
        Scale = Figure.At(trace, "colorscale") is { ValueKind: JsonValueKind.Array } stops
            ? [.. stops.EnumerateArray().Select(s => s[1].GetString() ?? "")]
            : [];
        Axes = (Figure.StringAt(trace, "xaxis") ?? "x", Figure.StringAt(trace, "yaxis") ?? "y");
        Unsupported = Type switch
        {
            "bar" when Figure.StringAt(trace, "orientation") == "h" => "horizontal bars",
            "heatmap" when Z.Length == 0 || Z.Any(r => r.Length != Z[0].Length || r.Length == 0) => "a heat map that is no table of numbers",
            "bar" or "scatter" or "heatmap" when IsPacked(trace) => "values packed as base64",
            "bar" or "scatter" or "heatmap" => null,
            _ => $"a trace of type '{Type}'",
        };
    }

    /// <summary>Plotly's word for the kind of trace.</summary>
    public string Type { get; }

    /// <summary>What the legend calls it; empty for nothing.</summary>
    public string Name { get; }

    /// <summary>For a scatter trace: lines, markers, or both.</summary>
    public string Mode { get; }

    /// <summary>Places along x, as text; numbers in invariant form.</summary>
    public string[] X { get; }

    /// <summary>Values along y; NaN for a gap.</summary>
    public double[] Y { get; }

    /// <summary>What stands at each value; empty for nothing.</summary>
    public string[] Labels { get; }

    /// <summary>The rows of a heat map.</summary>
    public double[][] Z { get; }

    /// <summary>The colour as CSS writes it; null for the next of the palette.</summary>
    public string? Color { get; }

    /// <summary>The value of a heat map's first colour; NaN for the least there is.</summary>
    public double Least { get; }

    /// <summary>The value of a heat map's last colour; NaN for the greatest there is.</summary>
    public double Greatest { get; }

    /// <summary>What a heat map's columns are called; empty for their numbers.</summary>
    public string[] ColumnNames { get; }

    /// <summary>What a heat map's rows are called; empty for their numbers.</summary>
    public string[] RowNames { get; }

    /// <summary>Where the first column and row of a heat map lie on the axes.</summary>
    public (double X, double Y) First { get; }

    /// <summary>From one column or row of a heat map to the next on the axes.</summary>
    public (double X, double Y) Step { get; }

    /// <summary>A heat map's colours, evenly spaced; empty for the default.</summary>
    public string[] Scale { get; }

    /// <summary>The axes it belongs to.</summary>
    public (string X, string Y) Axes { get; }

    /// <summary>Values it has.</summary>
    public int Count => Type == "heatmap" ? Z.Length : Math.Min(X.Length, Y.Length);

    /// <summary>Why it cannot be drawn; null when it can.</summary>
    public string? Unsupported { get; }

    private static bool IsPacked(JsonElement trace) =>
        ((string[])["x", "y", "z"]).Any(n => Figure.At(trace, n).ValueKind == JsonValueKind.Object);

    private static double[] Numbers(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select(Number)] : [];

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) => number,
        _ => double.NaN,
    };

    private static double Or(JsonElement trace, string name, double otherwise) =>
        Number(Figure.At(trace, name)) is var number && double.IsNaN(number) ? otherwise : number;

    private static string[] Texts(JsonElement array) => array.ValueKind == JsonValueKind.Array
        ? [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText())]
        : [];
}
