using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// The backward half of a convolution, value by value: the outputs that send a gradient to one weight or to one input value,
/// what each is multiplied with, and the sum.
/// </summary>
internal static class GradientFlowView
{
    private const int Terms = 24;
    private const int Side = 420;

    /// <summary>Every output of the filter's slice contributes: its gradient times the input under the tap.</summary>
    public static View OfWeight(GradientFlow flow, int filter, int channel, int x, int y)
    {
        var terms = flow.OfWeight(filter, channel, x, y);
        var forward = flow.Forward;
        var title = $"Gradient of {forward.Layer.Name ?? "conv"}'s weight x {x}, y {y}, d {channel} of filter {filter}";
        var input = forward.ChannelOf(filter, channel);
        var note = $"All {terms.Count} outputs of slice d={filter} send gradient to it, because they share it. Each is multiplied by the input under the tap.";
        return Show(title, note, terms, "input", new Plane($"input d={input}", forward.Width.Length, forward.Height.Length, (u, v) => forward.InputAt(input, u, v),
            [.. terms.Select(t => (forward.Width.Start(t.Cell.X) + x * forward.Layer.Window.Width.Dilation, forward.Height.Start(t.Cell.Y) + y * forward.Layer.Window.Height.Dilation))]),
            Gradients(flow, filter, terms));
    }

    /// <summary>The outputs whose window holds the input value contribute: their gradient times the weight between.</summary>
    public static View OfInput(GradientFlow flow, int channel, int x, int y)
    {
        var terms = flow.OfInput(channel, x, y);
        var forward = flow.Forward;
        var title = $"Gradient of {forward.Layer.Name ?? "conv"}'s input x {x}, y {y}, d {channel}";
        var note = $"It reaches {terms.Count} outputs: those whose window holds it, in each of the slices. Each gradient is multiplied by the weight between, "
            + "so the filter is met backwards: a convolution with the filter flipped.";
        var slice = terms.Count == 0 ? 0 : terms[0].Cell.D;
        return Show(title, note, terms, "weight", new Plane($"input d={channel}", forward.Width.Length, forward.Height.Length, (u, v) => forward.InputAt(channel, u, v), [(x, y)]),
            Gradients(flow, slice, terms));
    }

    private static Plane Gradients(GradientFlow flow, int slice, IReadOnlyList<GradientTerm> terms) => new($"output gradient d={slice}",
        flow.Forward.Output.Width, flow.Forward.Output.Height, (u, v) => flow.Output(new(u, v, slice)),
        [.. terms.Where(t => t.Cell.D == slice).Select(t => (t.Cell.X, t.Cell.Y))]);

    private static View Show(string title, string note, IReadOnlyList<GradientTerm> terms, string factor, Plane input, Plane gradients)
    {
        var sum = terms.Sum(t => (double)t.Product);
        var table = new Table("output", ">its gradient", $">{factor}", ">product");
        foreach (var term in terms.Take(Terms))
            table.Row(term.Cell.ToString(), Numbers.Value(term.Gradient), Numbers.Value(term.Factor), Numbers.Value(term.Product));
        if (terms.Count > Terms)
            table.Row($"… {terms.Count - Terms} more");
        table.Total("sum", "", "", Numbers.Value(Math.Round(sum, 6)));

        var scene = new Scene($"{title} = {Numbers.Value(Math.Round(sum, 6))}");
        scene.Text(10, 20, scene.Title, 13);
        var bottom = scene.Paragraph(10, 40, note, 11, 640, Canvas.Grey);
        var right = Draw(scene, gradients, 10, bottom + 14, Ink.Output);
        Draw(scene, input, right + 34, bottom + 14, Ink.Input);
        return new($"{title}\n{note}\n{table.ToText()}")
        {
            Html = new Fragment().Raw(scene.ToSvg()).Table(table).ToString(),
            Png = scene.ToPng(),
        };
    }

    private static double Draw(Scene scene, Plane plane, double left, double top, int tint)
    {
        var side = Math.Max(2, Math.Min(30, Side / Math.Max(plane.Width, plane.Height)));
        var all = (from v in Enumerable.Range(0, plane.Height) from u in Enumerable.Range(0, plane.Width) select plane.Value(u, v) ?? 0).ToList();
        var scale = ColorScale.Fitting(all.Min(), all.Max());
        var marked = plane.Marked.ToHashSet();
        scene.Text(left, top, plane.Title, 11, Canvas.Grey);
        for (var v = 0; v < plane.Height; v++)
        {
            for (var u = 0; u < plane.Width; u++)
            {
                var value = plane.Value(u, v) ?? 0;
                scene.Rectangle(left + u * side, top + 8 + v * side, side, side, side < 20 ? scale[value] : tint, side < 20 ? -1 : Ink.Edge, $"x {u}, y {v}: {Numbers.Value(value)}");
                if (side >= 20)
                    scene.Text(left + (u + 0.5) * side, top + 8 + (v + 0.5) * side + 4, Numbers.Short(value), side >= 27 ? 10 : 8, Ink.OnTint, Anchor.Middle);
            }
        }

        foreach (var (u, v) in marked.Where(m => (uint)m.X < (uint)plane.Width && (uint)m.Y < (uint)plane.Height))
            scene.Rectangle(left + u * side + 0.5, top + 8 + v * side + 0.5, side - 1, side - 1, -1, Ink.Mark, thickness: side < 8 ? 1 : 2);
        return left + Math.Max(plane.Width * side, Canvas.TextWidth(plane.Title, 11));
    }

    /// <summary>A slice to draw, with the cells that matter.</summary>
    private sealed record Plane(string Title, int Width, int Height, Func<int, int, float?> Value, IReadOnlyList<(int X, int Y)> Marked);
}
