using Plotly.NET;

namespace ConvNotebooks.Interactive.Views;

/// <summary>Every view of this library, one line each, with the MIME types it is shown as, the richest first.</summary>
internal static class Catalogue
{
    /// <summary>What a view itself is shown as.</summary>
    public static IReadOnlyList<string> ViewMimeTypes { get; } = [Mime.Html, Mime.Png, Mime.Text];

    /// <summary>A view as notebooks show it: a picture is not repeated as HTML.</summary>
    public static View Shown(View view) => view.Html is null && view.Png is not null ? view with { Html = "" } : view;

    public static void Register()
    {
        Formatters.Add<Shape>(ShapeView.Of, Mime.Text);
        Formatters.Add<Count>(CountView.Of, Mime.Text);
        Formatters.Add<AxisFit>(AxisFitView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<FitReport>(FitReportView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<FitException>(FitReportView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<NotationException>(NotationExceptionView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<Network>(NetworkView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Stage>(LayerView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Layer>(LayerView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Parameter>(TensorView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Tensor>(TensorView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Volume>(VolumeView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Activations>(ActivationsView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<Comparison>(ComparisonView.Of, Mime.Html, Mime.Text);
        Formatters.Add<AcceptanceReport>(AcceptanceReportView.Of, Mime.Html, Mime.Text);
        Formatters.Add<DotProduct>(d => d.ToView(), Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<TrainingHistory>(TrainingHistoryView.Of, Mime.Html, Mime.Text);
        Formatters.Add<Run>(RunView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<Experiment>(RunView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<RunComparison>(RunComparisonView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<NetworkGradients>(ActivationsView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<ConfusionMatrix>(ConfusionView.Of, Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<Picture>(p => Shown(p.ToView()), Mime.Html, Mime.Png, Mime.Text);
        Formatters.Add<View>(Shown, [.. ViewMimeTypes]);
        Formatters.Add<GenericChart>(ChartView.Of, Mime.Plotly, Mime.Png, Mime.Text);
    }
}
