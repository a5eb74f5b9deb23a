using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>The classes with the highest scores as bars, the highest first, as at the end of the page's figure.</summary>
internal static class TopScoresView
{
    private const int Bar = 260;

    public static View Of(Tensor scores, int image, IReadOnlyList<string> classes, int count)
    {
        var all = Enumerable.Range(0, scores.Shape.C).Select(c => scores[image, c, 0, 0]).ToArray();
        var order = Enumerable.Range(0, all.Length).OrderByDescending(c => all[c]).ThenBy(c => c).Take(count).ToList();
        var title = $"Top {order.Count} of {all.Length} classes";
        var table = new Table("class", ">share");
        var scene = new Scene(title);
        scene.Text(10, 20, title, 13);
        var left = 20 + order.Max(c => Canvas.TextWidth(classes[c], 12));
        var y = 34;
        foreach (var c in order)
        {
            var share = ConfusionView.Percent(all[c]);
            table.Row(classes[c], share);
            scene.Text(left - 8, y + 13, classes[c], 12, Canvas.Ink, Anchor.End);
            scene.Rectangle(left, y, Math.Max(1, all[c] * Bar), 17, Ink.Blue, hover: $"{classes[c]}: {share}");
            scene.Text(left + all[c] * Bar + 6, y + 13, share, 11, Canvas.Grey);
            y += 24;
        }

        return new($"{title}\n{table.ToText()}") { Html = new Fragment().Raw(scene.ToSvg()).ToString(), Png = scene.ToPng() };
    }
}
