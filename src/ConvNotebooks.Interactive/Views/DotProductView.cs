using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>A convolution's dot products: the player, and as still forms a filmstrip and tables.</summary>
internal static class DotProductView
{
    private const int Frames = 6;
    private const int Page = 1000;
    private const int Channels = 16;
    private const int Cells = 64;

    public static View Of(DotProduct dot)
    {
        var title = $"{dot.Layer.Name ?? "conv"}: {dot.Layer.Notation}, {Numbers.Whole(dot.Layer.Window.Width.Size * dot.Layer.Window.Height.Size * dot.Channels)} products an output";
        var (sums, outputs) = (Sums(dot), Outputs(dot));
        var still = new Scene($"{title}; output {dot.First}");
        new DotProductFrame(still, dot, dot.First).Draw(10, 4);
        var steps = dot.Tour.Count == 1 ? "" : $"<p>{dot.Tour.Count} cells, x fastest, then y, then d. Buttons, arrow keys, Home, End and space step and play.</p>";
        return new($"{title}\noutput {dot.First}\n{sums.ToText()}\n\n{outputs.ToText()}{Left(dot)}")
        {
            Html = new Fragment().Heading(title).Raw($"<div class=\"cnv-dp\" aria-label=\"{View.Escape(title)}\"{DotProductData.Attributes(dot)}>"
                + $"<div class=\"cnv-still\">{still.ToSvg()}{sums.ToHtml()}</div></div>{steps}").ToString(),
            Script = Players.DotProducts,
            Png = Filmstrip(dot, title),
        };
    }

    private static byte[] Filmstrip(DotProduct dot, string title)
    {
        var scene = new Scene(title);
        scene.Text(10, 20, title, 13);
        double x = 10, y = 34, tallest = 0;
        var from = Math.Max(0, Math.Min(dot.Tour.ToList().IndexOf(dot.First), dot.Tour.Count - Frames));
        foreach (var cell in dot.Tour.Skip(from).Take(Frames))
        {
            var (width, height) = new DotProductFrame(scene, dot, cell).Draw(x, y);
            tallest = Math.Max(tallest, height);
            x += width + 22;
            if (x + width > Page)
                (x, y, tallest) = (10, y + tallest + 12, 0);
        }

        return scene.ToPng();
    }

    private static Table Sums(DotProduct dot)
    {
        var window = dot.Layer.Window;
        var table = new Table(">d", "products", ">sum", ">so far").Row("", "bias", Numbers.Value(dot.Bias(dot.First.D)), Numbers.Value(dot.Bias(dot.First.D)));
        var sums = dot.RunningSums(dot.First);
        for (var c = 0; c < Math.Min(dot.Channels, Channels); c++)
        {
            var products = (from y in Enumerable.Range(0, window.Height.Size)
                            from x in Enumerable.Range(0, window.Width.Size)
                            select (Value: dot.Input(dot.First, c, x, y) ?? 0, Weight: dot.Weight(dot.First.D, c, x, y))).ToList();
            table.Row(Numbers.Whole(dot.ChannelOf(dot.First.D, c)),
                products.Count <= 25 ? string.Join(" + ", products.Select(p => $"{Signed(p.Value)}·{Signed(p.Weight)}")) : $"{products.Count} products",
                Numbers.Value(Math.Round(products.Sum(p => (double)p.Value * p.Weight), 6)), Numbers.Value(sums[c]));
        }

        if (dot.Channels > Channels)
            table.Row("…", $"{dot.Channels - Channels} channels more", "", Numbers.Value(sums[^1]));
        return table.Total("", $"output {dot.First}", "", Numbers.Value(sums[^1]));
    }

    private static Table Outputs(DotProduct dot)
    {
        var table = new Table(">x", ">y", ">d", ">output");
        foreach (var cell in dot.Tour.Take(Cells))
            table.Row(Numbers.Whole(cell.X), Numbers.Whole(cell.Y), Numbers.Whole(cell.D), Numbers.Value(dot.RunningSums(cell)[^1]));
        return table;
    }

    private static string Left(DotProduct dot)
    {
        var shown = Math.Min(dot.Tour.Count, Cells);
        return dot.Output.Neurons > shown ? $"\n{shown} of {dot.Output.Neurons} shown." : "";
    }

    private static string Signed(float value) => value < 0 ? $"({Numbers.Value(value)})" : Numbers.Value(value);
}
