using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// A window along one axis as a strip: the row of pixels, padding in grey, pixels that no position sees in red, and below
/// it the window's positions one under another. Of long rows the first and the last pixels are drawn.
/// </summary>
internal sealed class FitStrip
{
    private const int Cell = 24;
    private const int Left = 110;
    private const int Whole = 34;
    private const int End = 16;
    private const int Rows = 12;

    private readonly Window window;
    private readonly int before, length, after, added, positions;
    private readonly int missing;
    private readonly AxisFit? fit;
    private readonly int[] shown;
    private readonly Scene scene;
    private readonly float[]? input;
    private readonly float[]? weights;
    private readonly float bias;
    private readonly double width = Cell;
    private readonly double sumWidth;

    private FitStrip(string equation, Window window, int length, AxisFit? fit, float[]? input = null, float[]? weights = null, float bias = 0)
    {
        (this.window, this.length, this.fit, this.input, this.weights, this.bias) = (window, length, fit, input, weights, bias);
        before = window.Pad.Before;
        after = fit?.Pad.After ?? window.Pad.After;
        added = after - window.Pad.After;
        positions = fit?.Output ?? Math.Max(0, (Padded - window.Extent) / window.Stride + 1);
        missing = fit is null ? Math.Max(0, positions * window.Stride + window.Extent - Padded) : 0;
        var cells = Padded + missing;
        shown = cells <= Whole ? [.. Enumerable.Range(0, cells)] : [.. Enumerable.Range(0, End), -1, .. Enumerable.Range(cells - End, End)];
        if (input is not null && weights is not null)
        {
            width = input.Max(value => Math.Max(Cell, Wide(Numbers.Value(value))));
            width = weights.Max(value => Math.Max(width, Canvas.TextWidth(Numbers.Value(value), 10) + 8));
            sumWidth = Enumerable.Range(0, positions).Max(position =>
                Math.Max(44, Canvas.TextWidth(Numbers.Value(Sum(fit!.Value, input, weights, bias, position)), 11) + 8));
        }

        scene = new($"A window of {window} on {length} {(input is null ? "pixels" : "values")}: {equation}");
    }

    private int Padded => before + length + after;

    /// <summary>A window that lies on an axis.</summary>
    public static Scene Of(AxisFit fit) => new FitStrip(fit.Equation, fit.Window, fit.Length, fit).Draw([]);

    /// <summary>A window that lies on an axis, with the values under it, the products and each position's sum.</summary>
    public static Scene Of(AxisFit fit, float[] input, float[] weights, float bias) =>
        new FitStrip(fit.Equation, fit.Window, fit.Length, fit, input, weights, bias).Draw([]);

    /// <summary>A window that does not fit, with the repairs below where they are wanted, in C# or in the document's notation.</summary>
    public static Scene Of(FitReport report, bool repairs = true, bool inNotation = false) =>
        new FitStrip(report.Equation, report.Window, report.Length, null).Draw(repairs ? [.. Notes(report, inNotation)] : []);

    private static IEnumerable<string> Notes(FitReport report, bool inNotation)
    {
        yield return report.Problem;
        if (report.ParityReason is { } reason)
            yield return reason;
        foreach (var kind in report.Repairs.GroupBy(r => r.Kind))
            yield return $"{FitReport.Title(kind.Key)}: {string.Join(", ", kind.Take(4).Select(r => $"{(inNotation ? r.Notation : r.Code)} → {r.Fit.Output}"))}{(kind.Count() > 4 ? ", …" : "")}";
    }

    private Scene Draw(string[] notes)
    {
        scene.Text(10, 20, scene.Title, 13);
        scene.Text(10, 59, "pixel", 11, Canvas.Grey);
        for (var column = 0; column < shown.Length; column++)
            DrawPixel(column);
        var rows = Enumerable.Range(0, positions).ToList();
        if (positions > Rows)
            rows = [.. rows.Take(Rows / 2), -1, .. rows.TakeLast(Rows / 2 - 1)];
        var y = 80;
        foreach (var position in rows)
        {
            DrawPosition(position, y);
            y += weights is null ? 20 : 28;
        }

        if (missing > 0)
        {
            scene.Text(10, y + 11, "no room", 11, Ink.Wrong);
            DrawTaps(positions, y, -1, Ink.Wrong, $"position {positions} would need {missing} more {(missing == 1 ? "pixel" : "pixels")}");
            y += 20;
        }

        y += 18;
        DrawLegend(y);
        y += 24;
        foreach (var note in notes)
            y = (int)scene.Paragraph(10, y, note, 11, Math.Max(420, scene.Width - 20), Canvas.Grey) + 2;
        return scene;
    }

    private void DrawPixel(int column)
    {
        var cell = shown[column];
        double x = X(column);
        if (cell < 0)
        {
            scene.Text(x + width / 2, 60, "…", 13, Canvas.Grey, Anchor.Middle);
            return;
        }

        var pixel = cell - before;
        if (cell >= Padded)
            return;
        var padding = pixel < 0 || pixel >= length;
        var (color, what) = Unseen(cell) ? (Ink.Wrong, "seen by no position")
            : padding ? (Ink.Padding, cell >= Padded - added ? "zero padding that the policy added" : "zero padding") : (Ink.Input, "input");
        var text = (input, padding) switch { (null, true) => "", (null, _) => $"{pixel}", (_, true) => "0", _ => Numbers.Value(input[pixel]) };
        scene.Rectangle(x, 42, width, Cell, color, cell >= Padded - added ? Canvas.Ink : Ink.Edge, $"pixel {pixel}: {what}");
        scene.Text(x + width / 2, 58, text, SizeOf(text), Unseen(cell) ? Canvas.White : Ink.OnTint, Anchor.Middle);
        if (input is not null && !padding)
            scene.Text(x + width / 2, 38, $"{pixel}", 9, Canvas.Grey, Anchor.Middle);
    }

    private bool Unseen(int cell) => positions == 0 || cell >= (positions - 1) * window.Stride + window.Extent;

    private void DrawPosition(int position, int y)
    {
        if (position < 0)
        {
            scene.Text(10, y + 11, $"… {positions - (Rows - 1)} more", 11, Canvas.Grey);
            return;
        }

        scene.Text(10, y + 12, $"position {position}", 11, Canvas.Grey);
        var from = position * window.Stride - before;
        var sum = weights is null ? 0 : Sum(fit!.Value, input!, weights, bias, position);
        DrawTaps(position, y, weights is null ? 0x9CCBE6 : Ink.Weight, Ink.Blue,
            $"position {position}: pixels {from} to {from + window.Extent - 1}" + (weights is null ? "" : $", sum {Numbers.Value(sum)}"));
        if (weights is null)
            return;
        var end = X(shown.Length) + 14;
        scene.Rectangle(end, y, sumWidth, 22, Ink.Output, Ink.Edge, $"output {position} = {Numbers.Value(sum)}");
        scene.Text(end + sumWidth / 2, y + 15, Numbers.Value(sum), 11, Ink.OnTint, Anchor.Middle);
    }

    private void DrawTaps(int position, int y, int color, int edge, string hover)
    {
        double height = weights is null ? 14 : 22;
        int first = Array.IndexOf(shown, position * window.Stride), last = Array.IndexOf(shown, position * window.Stride + window.Extent - 1);
        if (first >= 0 && last > first && window.Dilation > 1)
            scene.Line((X(first), y + height / 2), (X(last), y + height / 2), edge);
        for (var tap = 0; tap < window.Size; tap++)
        {
            var cell = position * window.Stride + tap * window.Dilation;
            var column = Array.IndexOf(shown, cell);
            if (column < 0)
                continue;
            scene.Rectangle(X(column) + 1, y, width - 2, height, color, edge, hover);
            if (weights is not null)
                scene.Text(X(column) + width / 2, y + 15, Numbers.Value(weights[tap]), 10, Ink.OnTint, Anchor.Middle);
        }

        if (first < 0 != last < 0 || first < 0)
            scene.Text(X(shown.Length) + 8, y + 11, $"{position * window.Stride - before} … {position * window.Stride - before + window.Extent - 1}", 10, Canvas.Grey);
    }

    /// <summary>The bias, then one fused multiply-add a tap, as the layer sums.</summary>
    public static float Sum(AxisFit fit, float[] input, float[] weights, float bias, int position)
    {
        var sum = bias;
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var pixel = fit.Start(position) + tap * fit.Window.Dilation;
            if ((uint)pixel < (uint)input.Length)
                sum = MathF.FusedMultiplyAdd(input[pixel], weights[tap], sum);
        }

        return sum;
    }

    private void DrawLegend(int y)
    {
        var x = 10.0;
        void Entry(int color, string text)
        {
            scene.Rectangle(x, y - 9, 10, 10, color, Ink.Edge);
            scene.Text(x + 15, y, text, 11, Canvas.Grey);
            x += Canvas.TextWidth(text, 11) + 33;
        }

        Entry(Ink.Input, "input");
        if (before + after > 0)
            Entry(Ink.Padding, added > 0 ? $"zero padding, {added} of it added (dark edge)" : "zero padding");
        var unseen = Enumerable.Range(0, Padded).Count(Unseen);
        if (unseen > 0)
            Entry(Ink.Wrong, $"{unseen} left over");
        Entry(weights is null ? 0x9CCBE6 : Ink.Weight, weights is null ? $"window, {positions} {(positions == 1 ? "position" : "positions")}" : "weights");
        if (weights is not null)
            Entry(Ink.Output, bias == 0 ? "sum of products" : $"sum of products and bias {Numbers.Value(bias)}");
    }

    private double X(int column) => Left + column * width;

    private static double Wide(string text) => Canvas.TextWidth(text, SizeOf(text)) + 6;

    private static int SizeOf(string text) => text.Length > 3 ? 9 : 11;
}
