using System.Globalization;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// A logged run: what was chosen, what came of it, and its curves. Without times, paths and machine: the same run logged again,
/// anywhere, looks the same to the byte.
/// </summary>
internal static class RunView
{
    private const int LongestHash = 16;

    public static View Of(Experiment experiment) => Of(Run.Open(experiment.Folder), experiment.Name);

    public static View Of(Run run) => Of(run, run.Name);

    private static View Of(Run run, string name)
    {
        var record = run.Record;
        var title = $"Run {name}: {run.Status.ToString().ToLowerInvariant()}";
        var (choices, results) = (Choices(record), Results(record));
        string[] notes = [.. record.Problem is { } problem ? [problem] : Array.Empty<string>(), .. Weights(record), .. run.Problems.Select(p => p.Replace(run.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];
        var pictures = RunCharts.Of(run).Select(ChartView.Of).ToArray();
        var html = new Fragment().Heading(title).Table(choices);
        if (record.Results.Count > 0)
            html.Table(results);
        foreach (var note in notes)
            html.Note(note);
        foreach (var picture in pictures)
            html.Raw(Image(picture));
        return new(string.Join("\n\n",
        [
            $"{title}\n{choices.ToText()}",
            .. record.Results.Count > 0 ? [results.ToText()] : Array.Empty<string>(),
            .. notes.Length > 0 ? [string.Join("\n", notes)] : Array.Empty<string>(),
            .. pictures.Select(p => p.Text),
        ]))
        {
            Html = html.ToString(),
            Png = pictures.FirstOrDefault(p => p.Png is not null)?.Png,
        };
    }

    /// <summary>A chart's still picture as an element; its text where it has none.</summary>
    internal static string Image(View chart)
    {
        var title = View.Escape(chart.Text.Split('\n')[0]);
        return chart.Png is { } png
            ? $"<p><img alt=\"{title}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/></p>"
            : $"<pre>{View.Escape(chart.Text)}</pre>";
    }

    internal static string Figure(double value) => double.IsFinite(value) ? value.ToString("0.####", CultureInfo.InvariantCulture) : Numbers.Value(value);

    private static Table Choices(RunRecord record)
    {
        var table = new Table();
        if (record.Network is { } network)
            table.Row("network", network.Notation).Row("parameters", Numbers.Whole(network.Parameters));
        foreach (var data in record.Data)
            table.Row($"data, {data.Split}", $"{data.Name}: {Numbers.Whole(data.Images)} images {data.Volume} of {data.Classes} classes, SHA-256 {data.Sha256[..Math.Min(LongestHash, data.Sha256.Length)]}…");
        table.Row("seed", record.Seed.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in record.Parameters)
            table.Row(name, value);
        return table;
    }

    private static Table Results(RunRecord record)
    {
        var table = new Table("result", ">value");
        foreach (var (name, value) in record.Results)
            table.Row(name, Figure(value));
        return table;
    }

    private static string[] Weights(RunRecord record) => record.Weights.Count == 0 ? [] :
        [$"Weights after epoch {record.Weights[^1].Epoch}: SHA-256 {record.Weights[^1].Sha256}"];
}
