using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>Which classes were taken for which: a row for each class that is, a column for each that was said, dark for many.</summary>
internal static class ConfusionView
{
    private const int Largest = 40;

    public static View Of(ConfusionMatrix confusion)
    {
        var classes = confusion.Classes;
        var shown = Math.Min(classes.Count, Largest);
        var title = $"Confusion of {Numbers.Whole(confusion.Total)} images, {Percent(confusion.Accuracy)} right";
        var table = new Table(["actual \\ predicted", .. classes.Take(shown).Select(c => $">{c}"), ">found"]);
        for (var a = 0; a < shown; a++)
            table.Row([classes[a], .. Enumerable.Range(0, shown).Select(p => Numbers.Whole(confusion[a, p])), Percent(confusion.Recall(a))]);
        var left = classes.Count > shown ? $"\n{shown} of {classes.Count} classes shown." : "";
        var scene = Draw(confusion, title, shown);
        return new($"{title}\n{table.ToText()}{left}") { Html = new Fragment().Raw(scene.ToSvg()).ToString(), Png = scene.ToPng() };
    }

    private static Scene Draw(ConfusionMatrix confusion, string title, int shown)
    {
        var scene = new Scene(title);
        var names = confusion.Classes.Take(shown).Select(c => c.Length > 14 ? c[..13] + "…" : c).ToList();
        var left = 44 + names.Max(n => Canvas.TextWidth(n, 11));
        var cell = Math.Clamp(760 / shown, 14, 46);
        var upright = names.Any(n => Canvas.TextWidth(n, 11) > cell - 4);
        var top = 62.0 + (upright ? names.Max(n => Canvas.TextWidth(n, 11)) * 0.72 : 0);
        scene.Text(10, 20, title, 13);
        scene.Text(left, 40, "predicted class across, actual class down; each row on its own scale, diagonal in blue", 11, Canvas.Grey);
        for (var a = 0; a < shown; a++)
        {
            scene.Text(left - 8, top + a * cell + cell / 2.0 + 4, names[a], 11, Canvas.Ink, Anchor.End);
            if (upright)
                scene.Slanted(left + a * cell + cell / 2.0, top - 6, names[a], 11);
            else
                scene.Text(left + a * cell + cell / 2.0, top - 7, names[a], 11, Canvas.Ink, Anchor.Middle);
            var row = Enumerable.Range(0, confusion.Classes.Count).Sum(p => confusion[a, p]);
            for (var p = 0; p < shown; p++)
                DrawCell(scene, confusion, (a, p), (left + p * cell, top + a * cell), cell, row);
        }

        return scene;
    }

    private static void DrawCell(Scene scene, ConfusionMatrix confusion, (int Actual, int Predicted) at, (double X, double Y) place, int cell, long row)
    {
        var count = confusion[at.Actual, at.Predicted];
        var share = row == 0 ? 0 : (double)count / row;
        // Square roots, so that few mistakes can be told from none.
        var color = at.Actual == at.Predicted ? ColorScale.Signed(1)[-0.95 * Math.Sqrt(share)] : ColorScale.Signed(1)[0.95 * Math.Sqrt(share)];
        scene.Rectangle(place.X, place.Y, cell, cell, color, 0xCCCCCC, $"{confusion.Classes[at.Actual]} taken for {confusion.Classes[at.Predicted]}: {Numbers.Whole(count)} of {Numbers.Whole(row)}");
        if (count > 0 && cell >= 20)
            scene.Text(place.X + cell / 2.0, place.Y + cell / 2.0 + 4, Numbers.Compact(count), cell > 30 ? 11 : 9, Math.Sqrt(share) > 0.6 ? Canvas.White : Ink.OnTint, Anchor.Middle);
    }

    internal static string Percent(double share) => double.IsNaN(share) ? "-" : share.ToString("0.0%", System.Globalization.CultureInfo.InvariantCulture);
}
