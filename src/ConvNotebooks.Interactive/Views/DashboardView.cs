using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>A training run at a glance: loss, accuracy, learning rate, update ratios, and a layer's filters as a filmstrip.</summary>
internal static class DashboardView
{
    private const int Wide = 480;
    private const int High = 250;
    private const int Points = 300;

    // Okabe and Ito's palette: told apart under every kind of colour blindness.
    private static readonly int[] Colors = [Ink.Blue, Ink.Mark, Ink.Green, Ink.Orange, 0x56B4E9, 0xCC79A7, 0x999999, 0xB8A000];

    public static View Of(TrainingHistory history, TrainingRecorder? recorder)
    {
        var title = TrainingHistoryView.Title(history);
        var scene = new Scene(title);
        scene.Text(10, 20, title, 13);
        Loss(history, recorder).Draw(scene, 0, 28, Wide, High);
        Accuracy(history).Draw(scene, Wide, 28, Wide, High);
        var bottom = 28.0 + High;
        if (recorder is not null)
        {
            Rate(recorder).Draw(scene, 0, bottom, Wide, High);
            Ratios(recorder).Draw(scene, Wide, bottom, Wide, High);
        }

        var panels = scene.ToSvg();
        var film = recorder is { Filmstrip.Count: > 0 } ? new FilmstripPicture(recorder) : null;
        film?.Draw(scene, bottom + High + 10);
        var table = TrainingHistoryView.Epochs(history);
        return new($"{title}\n{table.ToText()}{(recorder is null ? "" : $"\n{Recorded(recorder)}")}")
        {
            Html = new Fragment().Raw(panels).Raw(film?.ToHtml() ?? "").Table(table).ToString(),
            Script = film is null ? null : Players.Readouts,
            Png = scene.ToPng(),
        };
    }

    private static string Recorded(TrainingRecorder recorder)
    {
        var rates = recorder.Steps.Select(s => s.Rate).DefaultIfEmpty(double.NaN).ToList();
        var text = $"learning rate: {Numbers.Value(rates[0])} at first, {Numbers.Value(rates[^1])} at last";
        if (recorder.UpdateRatios.Count > 0)
        {
            var (step, ratios) = recorder.UpdateRatios[^1];
            text += $"\nupdate ratios at step {step}: {string.Join(", ", ratios.Select(r => $"{r.Key} {Numbers.Value(r.Value)}"))}";
        }

        return recorder.Filmstrip.Count == 0 ? text : $"{text}\nfilters of {recorder.FilterLayer} kept for epochs {string.Join(", ", recorder.Filmstrip.Select(f => f.Epoch))}";
    }

    private static LinePanel Loss(TrainingHistory history, TrainingRecorder? recorder) => new("Loss", "epoch", "loss",
    [
        .. recorder is { Steps.Count: > 0 } ? [new PanelLine("each minibatch", [.. Thinned(recorder.Steps).Select(s => (s.Epoch - 1 + (double)s.Batch / s.Batches, s.Loss))], 0x8FB8D4)] : Array.Empty<PanelLine>(),
        new("training", [.. history.Epochs.Select(e => ((double)e.Epoch, e.Loss))], Ink.Blue, Marked: true),
        .. Validation(history, e => e.Loss),
    ]);

    private static LinePanel Accuracy(TrainingHistory history) => new("Accuracy", "epoch", "share of images",
        [new("training", [.. history.Epochs.Select(e => ((double)e.Epoch, e.Accuracy))], Ink.Blue, Marked: true), .. Validation(history, e => e.Accuracy)]);

    private static PanelLine[] Validation(TrainingHistory history, Func<Evaluation, double> of)
    {
        var points = history.Epochs.Where(e => e.Validation is not null).Select(e => ((double)e.Epoch, of(e.Validation!))).ToArray();
        return points.Length == 0 ? [] : [new("validation", points, Ink.Mark, Marked: true)];
    }

    /// <summary>The learning rate over the steps; one that never changes is told in the heading, since its line says nothing.</summary>
    private static LinePanel Rate(TrainingRecorder recorder)
    {
        var rates = recorder.Steps.Select(s => s.Rate).Distinct().Take(2).ToList();
        return new(rates.Count == 1 ? $"Learning rate: {Numbers.Value(rates[0])} throughout" : "Learning rate", "step", "learning rate",
            [new("learning rate", [.. Thinned(recorder.Steps).Select(s => ((double)s.Step, s.Rate))], Ink.Green)]);
    }

    private static LinePanel Ratios(TrainingRecorder recorder) => new("Update ratios ‖Δw‖/‖w‖ (about 0.001 is healthy)", "step", "ratio",
        [.. recorder.UpdateRatios.SelectMany(r => r.Ratios.Keys).Distinct().Take(Colors.Length).Select((name, i) => new PanelLine(name.Replace(".weights", "", StringComparison.Ordinal),
            [.. Thinned(recorder.UpdateRatios).Select(r => ((double)r.Step, r.Ratios.GetValueOrDefault(name, double.NaN)))], Colors[i]))], IsLog: true);

    private static IEnumerable<T> Thinned<T>(IReadOnlyList<T> all)
    {
        var every = Math.Max(1, (all.Count + Points - 1) / Points);
        return all.Where((_, i) => i % every == 0 || i == all.Count - 1);
    }
}
