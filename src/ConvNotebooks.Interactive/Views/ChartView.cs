using Plotly.NET;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// A chart as Plotly's JSON, a still picture and a table of its values. Picture and table are made from the JSON, so that
/// charts made with Plotly.NET directly have them too, where they are bars, lines, points or one heat map.
/// </summary>
internal static class ChartView
{
    private const int Shown = 40;

    public static View Of(GenericChart chart)
    {
        var json = GenericChart.toFigureJson(chart);
        var figure = new Figure(json);
        return new(Text(figure)) { Plotly = json, Png = Picture(figure) };
    }

    private static byte[]? Picture(Figure figure) => figure.Unsupported is not null ? null
        : figure.Traces[0].Type == "heatmap" ? HeatMapPicture.Draw(figure) : XyPicture.Draw(figure);

    private static string Text(Figure figure)
    {
        var title = figure.Title.Length == 0 ? "Chart" : figure.Title;
        if (figure.Unsupported is { } reason)
            return $"{title}\nNo still picture: {reason}. Open the notebook where Plotly runs to see it.";
        return $"{title}\n{(figure.Traces[0].Type == "heatmap" ? HeatMap(figure) : Values(figure))}";
    }

    private static string HeatMap(Figure figure)
    {
        var rows = figure.Traces[0].Z;
        var values = rows.SelectMany(r => r).Where(double.IsFinite).DefaultIfEmpty(double.NaN).ToList();
        return $"heat map, {rows[0].Length} columns, {rows.Length} rows, values {Numbers.Value(values.Min())} … {Numbers.Value(values.Max())}";
    }

    private static string Values(Figure figure)
    {
        var places = figure.Traces.SelectMany(t => t.X).Distinct().ToList();
        var unit = figure.Y.Title.Length == 0 ? "y" : figure.Y.Title;
        var table = new Table([figure.X.Title.Length == 0 ? "x" : figure.X.Title, .. figure.Traces.Select(t => $">{(t.Name.Length == 0 ? unit : t.Name)}")]);
        foreach (var place in places.Take(Shown))
            table.Row([place, .. figure.Traces.Select(t => Value(t, Array.IndexOf(t.X, place)))]);
        return table.ToText() + (places.Count > Shown ? $"\n{Shown} of {places.Count} shown." : "");
    }

    private static string Value(FigureTrace trace, int at) =>
        at < 0 || at >= trace.Count ? ""
        : trace.Y[at] == Math.Truncate(trace.Y[at]) && Math.Abs(trace.Y[at]) < 1e15 ? Numbers.Whole((long)trace.Y[at])
        : Numbers.Value(trace.Y[at]);
}
