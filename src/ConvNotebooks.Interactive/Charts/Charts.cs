using System.Globalization;
using ConvNotebooks.Interactive.Drawing;
using Plotly.NET;

namespace ConvNotebooks.Interactive;

/// <summary>Charts of networks and volumes, as plain Plotly.NET charts that can be styled and combined further.</summary>
public static class Charts
{
    private const int Blue = 0x0072B2;
    private const int LongestSide = 100;

    /// <summary>Of more bars than this the labels would be too small to read; the pointer shows them.</summary>
    private const int MostLabelled = 20;

    /// <summary>Parameters per layer; layers without any are left out.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="OverflowException">A count is past 64 bits.</exception>
    public static GenericChart Parameters(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var learned = network.Stages.Where(s => s.Counts.Parameters > 0).ToList();
        return Bars(learned.Select(s => s.Name), learned.Select(s => (double)s.Counts.Parameters.Value),
            learned.Select(s => Numbers.Compact(s.Counts.Parameters)),
            $"Parameters per layer: {Numbers.Whole(network.Total.Parameters)} in total", "parameters");
    }

    /// <summary>Bytes of each layer's output volume in a forward pass of one image, as float32.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="OverflowException">A count is past 64 bits.</exception>
    public static GenericChart ActivationMemory(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var bytes = network.Stages.Select(s => s.Counts.ActivationBytes.Value).ToList();
        var (unit, size) = Numbers.Unit(bytes.DefaultIfEmpty(0).Max());
        return Bars(network.Stages.Select(s => s.Name), bytes.Select(b => b / (double)size), bytes.Select(Numbers.Bytes),
            $"Activation memory per layer, one image: {Numbers.Bytes(network.Total.ActivationBytes)} forward, "
            + $"{Numbers.Bytes(network.Total.TrainingBytes)} in training", unit);
    }

    /// <summary>One channel as a heat map, rows y downwards as on the page.</summary>
    /// <param name="tensor">The values, [N, C, H, W].</param>
    /// <param name="title">What stands above.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <param name="channel">The channel, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image or channel is outside the tensor.</exception>
    public static GenericChart HeatMap(Tensor tensor, string title, int image = 0, int channel = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return HeatMap(tensor.Volume(image).DepthSlice(channel), title);
    }

    /// <summary>A depth slice as a heat map, rows y downwards as on the page.</summary>
    /// <param name="slice">A volume of depth 1, such as <c>volume.DepthSlice(0)</c>.</param>
    /// <param name="title">What stands above.</param>
    /// <exception cref="ShapeException">The volume has more than one depth slice.</exception>
    public static GenericChart HeatMap(Volume slice, string title)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (slice.Shape.Depth != 1)
        {
            throw new ShapeException($"HeatMap: {slice} has {slice.Shape.Depth} depth slices; a heat map shows one. "
                + "Give volume.DepthSlice(d), or show all with ToMaps().");
        }

        var (planes, factor) = Planes.Of(slice.ToTensor(), nameof(HeatMap), 0, 1, LongestSide);
        var summary = TensorSummary.Of(planes.Values);
        var scale = ColorScale.Fitting(summary.Least, summary.Greatest);
        var trace = new Trace("heatmap");
        trace.SetProperty("z", Enumerable.Range(0, planes.Shape.H)
            .Select(y => Enumerable.Range(0, planes.Shape.W).Select(x => FourDigits(planes[0, 0, y, x])).ToArray()).ToArray());
        trace.SetProperty("zmin", scale.From);
        trace.SetProperty("zmax", scale.To);
        trace.SetProperty("colorscale", scale.Stops.Select(s => new object[] { s.Place, s.Color }).ToArray());
        if (factor > 1)
        {
            // Ticks count the pixels of the slice, not the cells.
            foreach (var (start, step) in (ReadOnlySpan<(string, string)>)[("x0", "dx"), ("y0", "dy")])
            {
                trace.SetProperty(start, (factor - 1) / 2.0);
                trace.SetProperty(step, factor);
            }
        }

        var heading = factor == 1 ? title : $"{title} (each cell the mean of {factor}x{factor} pixels)";
        return Chart(trace, heading, Axis("x", ("constrain", "domain")), Axis("y", ("autorange", "reversed"), ("scaleanchor", "x"), ("constrain", "domain")));
    }

    private static GenericChart Bars(
        IEnumerable<string> names, IEnumerable<double> values, IEnumerable<string> labels, string title, string unit)
    {
        var trace = new Trace("bar");
        var texts = labels.ToArray();
        trace.SetProperty("x", names.ToArray());
        trace.SetProperty("y", values.ToArray());
        trace.SetProperty("text", texts);
        trace.SetProperty("textposition", texts.Length > MostLabelled ? "none" : "outside");
        trace.SetProperty("cliponaxis", false);
        trace.SetProperty("marker", new Dictionary<string, object> { ["color"] = $"#{Blue:x6}" });
        return Chart(trace, title, Axis("layer", ("type", "category"), ("automargin", true)), Axis(unit));
    }

    /// <summary>A layout with a title and two titled axes.</summary>
    internal static Layout Layout(string title, string x, string y) => Layout(title, Axis(x), Axis(y));

    /// <summary>A layout whose x axis counts: where few are counted, every one has its tick and nothing between them has.</summary>
    internal static Layout Counting(string title, string x, IReadOnlyCollection<long> counted, string y) =>
        Layout(title, counted.Count > 0 && counted.Max() - counted.Min() <= 8 ? Axis(x, ("dtick", 1)) : Axis(x), Axis(y));

    private static GenericChart Chart(Trace trace, string title, Dictionary<string, object> x, Dictionary<string, object> y) =>
        GenericChart.setLayout(Layout(title, x, y), GenericChart.ofTraceObject(false, trace));

    private static Layout Layout(string title, Dictionary<string, object> x, Dictionary<string, object> y)
    {
        var layout = new Layout();
        layout.SetProperty("title", new Dictionary<string, object> { ["text"] = title });
        layout.SetProperty("xaxis", x);
        layout.SetProperty("yaxis", y);
        return layout;
    }

    private static Dictionary<string, object> Axis(string title, params (string Name, object Value)[] settings)
    {
        var axis = new Dictionary<string, object> { ["title"] = new Dictionary<string, object> { ["text"] = title } };
        foreach (var (name, value) in settings)
            axis[name] = value;
        return axis;
    }

    /// <summary>Four digits are more than the eye can tell apart, and keep a notebook small.</summary>
    private static double FourDigits(float value) => float.IsFinite(value)
        ? double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;
}
