namespace ConvNotebooks.Interactive.Views;

/// <summary>What a text states beside what was computed; a mark for each row says whether they agree.</summary>
internal static class ComparisonView
{
    public static View Of(Comparison comparison)
    {
        var numbered = comparison.Rows.Any(r => r.Number is not null);
        var noted = comparison.Rows.Any(r => r.Note is not null);
        var table = new Table([.. numbered ? [">row"] : Array.Empty<string>(), "what", ">stated", ">computed", "", .. noted ? ["note"] : Array.Empty<string>()]);
        foreach (var row in comparison.Rows)
        {
            table.Row([.. numbered ? [row.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""] : Array.Empty<string>(),
                row.What, row.Stated, row.Computed, row.Agrees ? "✓" : "≠", .. noted ? [row.Note ?? ""] : Array.Empty<string>()]);
        }

        var agree = comparison.Rows.Count(r => r.Agrees);
        var note = comparison.Agrees ? (agree == 1 ? "It agrees." : $"All {agree} agree.") : $"{agree} of {comparison.Rows.Count} agree.";
        return new($"{comparison.Title}\n{table.ToText()}\n{note}")
        {
            Html = new Fragment().Heading(comparison.Title).Table(table).Note(note).ToString(),
        };
    }
}
