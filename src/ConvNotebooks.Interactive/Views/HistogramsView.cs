using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>How the values of each learned tensor are spread: a histogram for each, with its range, mean and deviation.</summary>
internal static class HistogramsView
{
    private const int Bins = 41;
    private const int Wide = 230;
    private const int High = 120;
    private const int Across = 4;
    private const int Most = 40;

    public static View Of(string title, IReadOnlyList<(string Name, Tensor Values)> tensors)
    {
        var table = new Table("tensor", ">values", ">least", ">mean", ">greatest", ">deviation", ">zeros");
        var scene = new Scene(title);
        scene.Text(10, 20, title, 13);
        for (var i = 0; i < tensors.Count; i++)
        {
            var (name, tensor) = tensors[i];
            var s = TensorSummary.Of(tensor.Values);
            var deviation = Deviation(tensor.Values, s.Mean);
            table.Row(name, Numbers.Whole(tensor.Values.Length), Numbers.Value(s.Least), Numbers.Value(s.Mean), Numbers.Value(s.Greatest),
                Numbers.Value(deviation), Numbers.Percent(s.Zeros, tensor.Values.Length));
            if (i < Most)
                Draw(scene, 10 + i % Across * (Wide + 12), 34 + i / Across * (High + 44), name, tensor.Values, Math.Max(Math.Abs(s.Least), Math.Abs(s.Greatest)), deviation);
        }

        var left = tensors.Count > Most ? $"\n{Most} of {tensors.Count} are drawn." : "";
        return new($"{title}\n{table.ToText()}{left}") { Html = new Fragment().Raw(scene.ToSvg()).Table(table).ToString(), Png = scene.ToPng() };
    }

    private static void Draw(Scene scene, double left, double top, string name, ReadOnlySpan<float> values, double limit, double deviation)
    {
        var counts = new long[Bins];
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                counts[limit == 0 ? Bins / 2 : Math.Clamp((int)((value / limit + 1) / 2 * Bins), 0, Bins - 1)]++;
        }

        scene.Text(left, top + 12, $"{name}, deviation {Numbers.Value(deviation)}", 10);
        var most = Math.Max(1, counts.Max());
        var bar = (double)Wide / Bins;
        for (var b = 0; b < Bins; b++)
        {
            var height = (High - 34.0) * counts[b] / most;
            var (from, to) = (limit * (2.0 * b / Bins - 1), limit * (2.0 * (b + 1) / Bins - 1));
            if (counts[b] > 0)
                scene.Rectangle(left + b * bar, top + High - Math.Max(1, height), bar - 0.5, Math.Max(1, height), Ink.Blue, hover: $"{Numbers.Value(from)} to {Numbers.Value(to)}: {Numbers.Whole(counts[b])} values");
        }

        scene.Line((left, top + High), (left + Wide, top + High), Canvas.Grey);
        scene.Text(left, top + High + 13, Numbers.Value(-limit), 9, Canvas.Grey);
        scene.Text(left + Wide / 2.0, top + High + 13, "0", 9, Canvas.Grey, Anchor.Middle);
        scene.Text(left + Wide, top + High + 13, Numbers.Value(limit), 9, Canvas.Grey, Anchor.End);
        scene.Text(left + Wide, top + 22, $"highest bar {Numbers.Whole(most)}", 9, Canvas.Grey, Anchor.End);
    }

    private static double Deviation(ReadOnlySpan<float> values, double mean)
    {
        double sum = 0;
        long count = 0;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                continue;
            sum += (value - mean) * (value - mean);
            count++;
        }

        return count == 0 ? 0 : Math.Sqrt(sum / count);
    }
}
