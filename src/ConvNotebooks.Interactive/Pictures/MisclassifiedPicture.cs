using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive;

/// <summary>Images that a network takes for another class, those it is surest of first, each with both classes below.</summary>
internal static class MisclassifiedPicture
{
    private const int Side = 96;
    private const int Across = 8;
    private const int AtOnce = 100;

    public static Picture Of(Network network, Dataset data, int limit)
    {
        var wrong = Find(network, data).OrderByDescending(w => w.Share).ThenBy(w => w.Index).ToList();
        var shown = wrong.Take(limit).ToList();
        var title = $"{Numbers.Whole(wrong.Count)} of {Numbers.Whole(data.Count)} images of {data.Name} are taken for another class"
            + (shown.Count < wrong.Count ? $"; the {shown.Count} surest" : "");
        var rows = Math.Max(1, (shown.Count + Across - 1) / Across);
        var canvas = new Canvas((int)Math.Max(20 + Across * (Side + 20), Canvas.TextWidth(title, 13) + 24), 40 + rows * (Side + 42));
        canvas.Text(12, 22, title, 13);
        var areas = shown.Select((mistake, i) => Draw(canvas, data, mistake, 12 + i % Across * (Side + 20), 38 + i / Across * (Side + 42))).ToList();
        var lines = shown.Select(w => $"\nimage {w.Index}: {data.Classes[w.Label]}, taken for {data.Classes[w.Best]} ({Views.ConfusionView.Percent(w.Share)})");
        return new(title + string.Concat(lines), canvas.ToPng(), areas);
    }

    private static IEnumerable<Mistake> Find(Network network, Dataset data)
    {
        for (var first = 0; first < data.Count; first += AtOnce)
        {
            var count = Math.Min(AtOnce, data.Count - first);
            var images = new Tensor(new TensorShape(count, data.Shape));
            for (var i = 0; i < count; i++)
                data.CopyImage(first + i, images.Edit().Slice(i * images.Values.Length / count, images.Values.Length / count));
            var shares = Shares.Of(network, network.Predict(images));
            for (var i = 0; i < count; i++)
            {
                var best = Enumerable.Range(0, shares.Shape.C).MaxBy(c => shares[i, c, 0, 0]);
                if (best != data.Labels[first + i])
                    yield return new(first + i, data.Labels[first + i], best, shares[i, best, 0, 0]);
            }
        }
    }

    private static ReadoutArea Draw(Canvas canvas, Dataset data, Mistake mistake, int left, int top)
    {
        var image = data.Image(mistake.Index);
        var planes = Planes.Of(image, nameof(NetworkPictures.Misclassified), 0, image.Shape.C is 1 or 3 ? image.Shape.C : 1, Side).Planes;
        var zoom = Side / Math.Max(planes.Shape.W, planes.Shape.H);
        var summary = TensorSummary.Of(planes.Values);
        var (from, to) = ((float)Math.Min(0, summary.Least), (float)Math.Max(1, summary.Greatest));
        MapGrid.Paint(canvas, left, top, (planes.Shape.W, planes.Shape.H), zoom, (x, y) => ImagePicture.Pixel(planes, x, y, from, to));
        var bottom = top + planes.Shape.H * zoom;
        canvas.Text(left, bottom + 14, Short(data.Classes[mistake.Label]), 11);
        canvas.Text(left, bottom + 27, $"→ {Short(data.Classes[mistake.Best])} {Views.ConfusionView.Percent(mistake.Share)}", 10, Ink.Mark);
        return ImagePicture.Area($"image {mistake.Index}", planes, left, top, zoom, from, to);
    }

    private static string Short(string name) => name.Length > 11 ? name[..10] + "…" : name;

    private readonly record struct Mistake(int Index, int Label, int Best, float Share);
}
