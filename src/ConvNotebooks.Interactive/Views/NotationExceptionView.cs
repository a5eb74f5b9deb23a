namespace ConvNotebooks.Interactive.Views;

/// <summary>What is wrong with a text in the notation: the line with the place marked, and the fit doctor's report if it was that.</summary>
internal static class NotationExceptionView
{
    public static View Of(NotationException exception)
    {
        var place = Place(exception);
        var title = $"Notation, line {exception.Line}, column {exception.Column}";
        var fragment = new Fragment().Heading(title);
        if (place is not null)
            fragment.Code(place);
        if (exception.InnerException is FitException fit)
            FitReportView.AddTo(fragment, fit.Report);
        else
            fragment.Paragraph(exception.Problem);
        return new(string.Join('\n', ((string?[])[$"{title}:", place, exception.Problem]).Where(l => l is not null)))
        {
            Html = fragment.ToString(),
            Png = exception.InnerException is FitException misfit ? FitStrip.Of(misfit.Report).ToPng() : null,
        };
    }

    /// <summary>The line and, under it, ^ for each wrong character; null when the text is not known.</summary>
    private static string? Place(NotationException exception)
    {
        var lines = exception.Notation?.Split('\n') ?? [];
        if (exception.Line > lines.Length)
            return null;
        var line = lines[exception.Line - 1].TrimEnd('\r');
        var indent = string.Concat(line.Take(exception.Column - 1).Select(c => c == '\t' ? '\t' : ' '));
        return $"{line}\n{indent.PadRight(exception.Column - 1)}{new string('^', Math.Max(1, exception.Length))}";
    }
}
