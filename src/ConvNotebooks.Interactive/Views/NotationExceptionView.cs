namespace ConvNotebooks.Interactive.Views;

/// <summary>What is wrong with a text in the notation: the line with the place marked, and the fit doctor's report if it was that.</summary>
internal static class NotationExceptionView
{
    public static View Of(NotationException exception)
    {
        var place = string.Join('\n', Underline.Lines(exception.Notation, exception, margin: 0));
        var title = $"Notation, line {exception.Line}, column {exception.Column}";
        var fragment = new Fragment().Heading(title);
        if (place.Length > 0)
            fragment.Code(place);
        if (exception.InnerException is FitException fit)
            FitReportView.AddTo(fragment, fit.Report, inNotation: true);
        else
            fragment.Paragraph(exception.Problem);
        return new(string.Join('\n', ((string[])[$"{title}:", place, exception.Problem]).Where(l => l.Length > 0)))
        {
            Html = fragment.ToString(),
            Png = exception.InnerException is FitException misfit ? FitStrip.Of(misfit.Report, inNotation: true).ToPng() : null,
        };
    }
}
