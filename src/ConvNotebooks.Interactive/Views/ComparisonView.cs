using System.Globalization;

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
            table.Row([.. numbered ? [row.Number?.ToString(CultureInfo.InvariantCulture) ?? ""] : Array.Empty<string>(),
                row.What, row.Stated, row.Computed, row.Mark, .. noted ? [row.Note ?? ""] : Array.Empty<string>()]);
        }

        var note = Verdict(comparison);
        return new($"{comparison.Title}\n{table.ToText()}\n{note}")
        {
            Html = new Fragment().Heading(comparison.Title).Table(table).Note(note).ToString(),
        };
    }

    private static string Verdict(Comparison comparison)
    {
        var agree = comparison.Rows.Count(r => r.Agrees && !r.CorrectsTheText);
        var corrected = comparison.Rows.Count(r => r.Agrees && r.CorrectsTheText);
        var corrections = corrected == 1 ? "1 corrects the text (†): its note says why." : $"{corrected} correct the text (†): their notes say why.";
        return (comparison.Agrees, agree, corrected) switch
        {
            (false, _, _) => $"{agree} of {comparison.Rows.Count} agree.",
            (true, 1, 0) => "It agrees.",
            (true, _, 0) => $"All {agree} agree.",
            (true, 0, _) => corrections,
            _ => $"{agree} agree, {corrections}",
        };
    }
}
