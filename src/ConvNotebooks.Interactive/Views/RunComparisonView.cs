namespace ConvNotebooks.Interactive.Views;

/// <summary>Runs side by side: what is different, the results, and their curves in one picture for each metric.</summary>
internal static class RunComparisonView
{
    public static View Of(RunComparison comparison)
    {
        var runs = comparison.Runs;
        string[] names = [.. runs.Select(r => r.Name)];
        var title = runs.Count == 1 ? $"Run {names[0]}" : $"{runs.Count} runs";
        var choices = new Table(["different", .. names]);
        foreach (var row in comparison.Differences)
            choices.Row([row.Name, .. row.Values.Select(v => v ?? "-")]);
        var results = new Table(["result", .. names.Select(n => $">{n}")]);
        results.Row(["state", .. runs.Select(r => r.Status.ToString().ToLowerInvariant())]);
        foreach (var row in comparison.Results)
            results.Row([row.Name, .. row.Values.Select(v => v is { } value ? RunView.Figure(value) : "-")]);
        var note = comparison.Differences.Count == 0 ? "Nothing was chosen differently."
            : comparison.Common.Count == 0 ? "" : $"The same in all: {string.Join("; ", comparison.Common.Select(c => c.Name))}.";
        var curves = comparison.Curves.Select(c => ChartView.Of(RunCharts.Curve(c, runs))).ToArray();

        var html = new Fragment().Heading(title);
        if (comparison.Differences.Count > 0)
            html.Table(choices);
        html.Table(results);
        if (note.Length > 0)
            html.Note(note);
        foreach (var curve in curves)
            html.Raw(RunView.Image(curve));
        return new(string.Join("\n\n",
        [
            comparison.Differences.Count > 0 ? $"{title}\n{choices.ToText()}" : title,
            results.ToText(),
            .. note.Length > 0 ? [note] : Array.Empty<string>(),
        ]))
        {
            Html = html.ToString(),
            Png = curves.LastOrDefault(c => c.Png is not null && c.Text.Contains("accuracy", StringComparison.Ordinal))?.Png ?? curves.FirstOrDefault()?.Png,
        };
    }
}
