namespace ConvNotebooks.Interactive.Views;

/// <summary>A training run as its table of epochs, why it ended, and the hash of its weights.</summary>
internal static class TrainingHistoryView
{
    public static View Of(TrainingHistory history)
    {
        var (title, table) = (Title(history), Epochs(history));
        var end = $"{Why(history.Reason)} Weights: SHA-256 {history.WeightsHash}";
        if (history.Epochs.Count == 0)
            return new($"{title}\n{end}") { Html = new Fragment().Heading(title).Note(end).ToString() };
        return new($"{title}\n{table.ToText()}\n{end}") { Html = new Fragment().Heading(title).Table(table).Note(end).ToString() };
    }

    /// <summary>How long it was and which epoch was the best.</summary>
    public static string Title(TrainingHistory history) =>
        $"Training: {history.Epochs.Count} {(history.Epochs.Count == 1 ? "epoch" : "epochs")}, {Numbers.Whole(history.Steps)} steps"
        + (history.Best is { } best ? $"; best epoch {best.Epoch}" : "");

    /// <summary>A row for each epoch.</summary>
    public static Table Epochs(TrainingHistory history)
    {
        var validated = history.Epochs.Any(e => e.Validation is not null);
        var table = new Table([">epoch", ">steps", ">loss", ">accuracy", .. validated ? [">validation loss", ">validation accuracy"] : Array.Empty<string>(), ""]);
        foreach (var e in history.Epochs)
        {
            table.Row([Numbers.Whole(e.Epoch), Numbers.Whole(e.Steps), Numbers.Value(e.Loss), ConfusionView.Percent(e.Accuracy),
                .. validated ? [e.Validation is null ? "" : Numbers.Value(e.Validation.Loss), e.Validation is null ? "" : ConfusionView.Percent(e.Validation.Accuracy)] : Array.Empty<string>(),
                e.IsBest ? "best so far" : ""]);
        }

        return table;
    }

    private static string Why(StopReason reason) => reason switch
    {
        StopReason.EarlyStop => "Ended early: the best epoch was too long ago.",
        StopReason.Cancelled => "Cancelled between two steps.",
        _ => "All epochs are done.",
    };
}
