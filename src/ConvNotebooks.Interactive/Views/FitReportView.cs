namespace ConvNotebooks.Interactive.Views;

/// <summary>The fit doctor's report: what is wrong, why no symmetric padding helps, and the repairs with code to paste.</summary>
internal static class FitReportView
{
    private const int Shown = 8;

    public static View Of(FitReport report) =>
        new(report.ToString())
        {
            Html = AddTo(new Fragment().Heading("It does not fit"), report).ToString(),
            Png = FitStrip.Of(report).ToPng(),
        };

    public static View Of(FitException exception) => Of(exception.Report);

    /// <summary>Adds the report to a fragment.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="report">The report.</param>
    /// <param name="inNotation">Whether the repairs are written in the document's notation, not in C#.</param>
    public static Fragment AddTo(Fragment fragment, FitReport report, bool inNotation = false)
    {
        fragment.Raw(FitStrip.Of(report, repairs: false).ToSvg()).Paragraph(report.Problem);
        if (report.ParityReason is { } reason)
            fragment.Paragraph(reason);
        fragment.Raw("<table><thead><tr><th>repair</th><th>argument to paste → output size</th></tr></thead><tbody>");
        var left = new List<string>();
        foreach (var kind in report.Repairs.GroupBy(r => r.Kind))
        {
            var title = FitReport.Title(kind.Key);
            var repairs = kind.Take(Shown).Select(r => $"<code>{View.Escape(inNotation ? r.Notation : r.Code)}</code> → {Numbers.Whole(r.Fit.Output)}");
            fragment.Raw($"<tr><td>{title}</td><td class=\"w\">{string.Join(", ", repairs)}</td></tr>");
            if (kind.Count() > Shown)
                left.Add($"{title}: {kind.Count() - Shown} more");
        }

        fragment.Raw("</tbody></table>");
        return left.Count == 0 ? fragment : fragment.Note($"Not shown: {string.Join("; ", left)}.");
    }
}
