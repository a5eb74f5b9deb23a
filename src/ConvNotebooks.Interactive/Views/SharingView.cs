using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>From fully connected to shared: a slider with a drawing for each stop, and as still forms all drawings and a table.</summary>
internal static class SharingView
{
    private const int Across = 2;

    public static View Of(Network network, int filters, int size, int stride, int pad)
    {
        var stops = SharingStop.Of(network, filters, size, stride, pad);
        var output = network.Conv(filters, size, stride, pad).OutputShape;
        var title = $"From fully connected to shared: {Numbers.Whole(output.Neurons.Value)} neurons, {output}, on {network.OutputShape}";
        var table = new Table("layer", ">weights of a neuron", ">sets a slice", "count", ">parameters");
        foreach (var stop in stops)
            table.Row(stop.Name, Numbers.Whole(stop.Connections), Numbers.Whole(stop.Sets), stop.Formula, Numbers.Whole(stop.Parameters));

        var still = new Scene(title);
        still.Text(10, 20, title, 13);
        var frames = new Fragment().Heading(title).Raw($"<div class=\"cnv-slider\" aria-label=\"{View.Escape(title)}\">");
        for (var i = 0; i < stops.Count; i++)
        {
            var frame = new Scene($"{stops[i].Name}: {Numbers.Whole(stops[i].Parameters)} parameters");
            Draw(frame, i, 4, 4);
            Draw(still, i, 10 + i % Across * (SharingFrame.Size.Width + 20), 40 + i / Across * SharingFrame.Size.Height);
            frames.Raw($"<div class=\"stop\" data-name=\"{View.Escape(frame.Title)}\">{frame.ToSvg()}</div>");
        }

        return new($"{title}\n{table.ToText()}")
        {
            Html = frames.Raw("</div>").Table(table).ToString(),
            Script = Players.Sliders,
            Png = still.ToPng(),
        };

        void Draw(Scene scene, int i, double left, double top) =>
            new SharingFrame(scene, network.OutputShape, output, new Window(size, stride)).Draw(stops[i], i, stops.Count, left, top);
    }
}
