using System.Globalization;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// The acceptance report: what is missing or fails, every example with the numbers side by side and the cell that computed
/// it, then the rows in which the text is wrong or loose.
/// </summary>
internal static class AcceptanceReportView
{
    /// <summary>Characters; so narrow that the computed column stands on the page.</summary>
    private const int LongCell = 24;

    public static View Of(AcceptanceReport report)
    {
        var all = new Table(">row", "example", "verdict", "where", ">stated", ">computed") { Width = LongCell };
        foreach (var example in report.Rows.GroupBy(r => r.Row.Number!.Value))
        {
            all.Row(Number(example.Key), Name(example.Key), "", "", "", "");
            foreach (var row in example)
                all.Row("", row.Row.What, Verdict(row.Row), Link(row), row.Row.Stated, row.Row.Computed);
        }

        var corrections = new Table(">row", "what", "where", ">the page", ">computed", "why") { Width = LongCell };
        foreach (var row in report.Corrections)
            corrections.Row(Number(row.Row.Number!.Value), row.Row.What, Link(row), row.Row.Stated, row.Row.Computed, row.Row.Note ?? "");

        var fragment = new Fragment().Heading(Summary(report)).Table(all);
        var text = $"{Summary(report)}\n{all.ToText()}";
        if (report.Corrections.Count > 0)
        {
            fragment.Heading("Where the page is wrong or loose").Table(corrections);
            text += $"\n\nWhere the page is wrong or loose\n{corrections.ToText()}";
        }

        return new(text) { Html = fragment.ToString() };
    }

    private static string Summary(AcceptanceReport report)
    {
        var examples = report.Rows.Select(r => r.Row.Number).Distinct().Count();
        var summary = $"{examples} of {WorkedExamples.Names.Count} worked examples computed, {report.Rows.Count} values compared: "
            + $"{report.Rows.Count - report.Corrections.Count - report.Failing.Count} agree, {report.Corrections.Count} correct the page, {report.Failing.Count} fail.";
        return report.Missing.Count == 0 ? summary : $"{summary} Missing: {string.Join(", ", report.Missing)}.";
    }

    private static string Verdict(ComparisonRow row) => !row.Agrees ? "FAILS" : row.CorrectsTheText ? "page corrected" : "agrees";

    private static string Name(int number) => number <= WorkedExamples.Names.Count ? WorkedExamples.Names[number - 1] : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Cell Link(AcceptedRow row) => new(row.Place, row.Link);
}
