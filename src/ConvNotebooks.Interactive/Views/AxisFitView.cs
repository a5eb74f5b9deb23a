namespace ConvNotebooks.Interactive.Views;

/// <summary>How a window lies along an axis: the equation, what a policy changed, where the positions begin.</summary>
internal static class AxisFitView
{
    private const int Shown = 8;

    public static View Of(AxisFit fit)
    {
        var starts = Enumerable.Range(0, Math.Min(fit.Output, Shown)).Select(fit.Start);
        var table = new Table()
            .Row("window", fit.Window.ToString())
            .Row("input", Pixels(fit.Length))
            .Row("equation", fit.Equation)
            .Row("output", fit.Output == 1 ? "1 position" : $"{Numbers.Whole(fit.Output)} positions")
            .Row("first pixels", string.Join(", ", starts) + (fit.Output > Shown ? $", … ({fit.Output - Shown} more)" : ""));
        if (Policy(fit) is { } policy)
            table.Row("policy", policy);
        var strip = FitStrip.Of(fit);
        return new(table.ToText())
        {
            Html = new Fragment().Heading($"Window on {Pixels(fit.Length)}").Raw(strip.ToSvg()).Table(table).ToString(),
            Png = strip.ToPng(),
        };
    }

    private static string? Policy(AxisFit fit)
    {
        if (fit.IsExact)
            return null;
        var left = fit.LeftOver < 0 ? "the window is larger than the padded input" : $"{Pixels(fit.LeftOver)} left over";
        return fit.Policy switch
        {
            FitPolicy.ZeroPad => $"ZeroPad: {left}; padding is now {fit.Pad}",
            FitPolicy.Crop => $"Crop: {left}; the last {Pixels(fit.Cropped)} dropped",
            _ => $"{fit.Policy}: {left}; the last {Pixels(fit.Unseen)} seen by no position",
        };
    }

    private static string Pixels(int count) => count == 1 ? "1 pixel" : $"{Numbers.Whole(count)} pixels";
}
