using ConvNotebooks.Interactive.Drawing;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace ConvNotebooks.Interactive.Tests;

public sealed class ChartTests
{
    private const int Blue = 0x0072B2;

    public ChartTests() => Formatters.Register();

    [Fact]
    public void Parameters_leave_out_layers_without_any_and_sum_up_the_rest()
    {
        var chart = Charts.Parameters(Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU().MaxPool(2).Dense(10));
        Assert.Equal("""
            Parameters per layer: 31,642 in total
            layer  parameters
            -----------------
            conv1         912
            fc1        30,730
            """.ReplaceLineEndings("\n"), chart.ToDisplayString(Mime.Text));
    }

    [Fact]
    public void Bars_are_as_high_as_their_values()
    {
        var pixels = Draw(Of("bar", ("x", new[] { "a", "b" }), ("y", new[] { 10, 5 })));
        int Height(int fromX, int toX) => Enumerable.Range(fromX, toX - fromX)
            .Max(x => Enumerable.Range(0, pixels.Height).Count(y => pixels[x, y] == Blue));
        var (a, b) = (Height(0, pixels.Width / 2), Height(pixels.Width / 2, pixels.Width));
        Assert.InRange(a, 270, 281);
        Assert.InRange(b, a / 2.0 - 2, a / 2.0 + 2);
    }

    [Fact]
    public void A_line_passes_through_its_points_and_breaks_at_gaps()
    {
        var whole = Draw(Of("scatter", ("y", new double[] { 0, 1, 2, 3 })));
        var broken = Draw(Of("scatter", ("y", new[] { 0, 1, double.NaN, 3 })));
        Assert.InRange(broken.Count(Blue), 1, whole.Count(Blue) / 2);
    }

    [Fact]
    public void A_heat_map_of_the_page_has_y_downwards_and_one_of_Plotly_upwards()
    {
        var corner = new[] { new double[] { 0, 1 }, [1, 1] };
        var up = Draw(Of("heatmap", ("z", corner)));
        var down = Draw(Charts.HeatMap(Tensor.FromSlices(new float[,] { { 0, 1 }, { 1, 1 } }), "corner"));
        var dark = ColorScale.Sequential(0, 1)[0];
        Assert.Equal(dark, down[down.Width - 110 - 2 * 56 + 6, 46]);
        Assert.NotEqual(dark, up[up.Width - 110 - 2 * 56 + 6, 46]);
        Assert.Equal(dark, up[up.Width - 110 - 2 * 56 + 6, 46 + 56]);
    }

    /// <summary>A confusion matrix: names at rows and columns make room for themselves.</summary>
    [Fact]
    public void A_heat_map_may_name_its_rows_and_columns()
    {
        var named = Draw(Of("heatmap", ("z", new[] { new[] { 1, 2 }, [3, 4] }), ("x", new[] { "automobile", "truck" }), ("y", new[] { "automobile", "truck" })));
        var plain = Draw(Of("heatmap", ("z", new[] { new[] { 1, 2 }, [3, 4] })));
        Assert.InRange(named.Width - plain.Width, 45, 70);
        Assert.InRange(named.Height - plain.Height, 45, 70);
    }

    [Fact]
    public void A_reduced_heat_map_counts_the_pixels_of_the_slice()
    {
        var trace = Read(Charts.HeatMap(new Tensor(1, 1, 300, 451), "photo")).Traces[0];
        Assert.Equal((2, 2), trace.First);
        Assert.Equal((5, 5), trace.Step);
        Assert.Equal((60, 91), (trace.Z.Length, trace.Z[0].Length));
    }

    [Fact]
    public void A_log_axis_spaces_factors_evenly()
    {
        var axis = ChartAxis.Log(1, 1000);
        Assert.Equal([0, 1 / 3.0, 2 / 3.0, 1], new double[] { 1, 10, 100, 1000 }.Select(v => Math.Round(axis[v], 12)), Close);
        Assert.Equal(["1", "10", "100", "1000"], axis.Ticks.Select(t => t.Label));
    }

    [Theory]
    [InlineData(110, 260, "100 200 300")]
    [InlineData(0.6, 40, "0.5 1 2 3 5 10 20 30 50")]
    public void Equal_factors_have_ticks_close_around_the_values(double least, double greatest, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartAxis.LogSteps(least, greatest).Ticks.Select(t => t.Label)));

    [Theory]
    [InlineData(1, 4, "1 2 3 4")]
    [InlineData(1, 2, "1 2")]
    [InlineData(1, 30, "5 10 15 20 25 30")]
    public void What_is_counted_has_no_ticks_between_whole_numbers(double least, double greatest, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartAxis.Linear(least, greatest, wide: false, whole: true).Ticks.Select(t => t.Label)));

    [Theory]
    [InlineData(0, 30_730, "0,5000,10k,15k,20k,25k,30k,35k")]
    [InlineData(0, 1, "0,0.2,0.4,0.6,0.8,1")]
    [InlineData(-0.003, 0.001, "-0.003,-0.002,-0.001,0,0.001")]
    [InlineData(5, 5, "0,1,2,3,4,5")]
    [InlineData(0, 0, "0,0.2,0.4,0.6,0.8,1")]
    public void Ticks_are_round_and_hold_the_values(double least, double greatest, string labels)
    {
        var axis = ChartAxis.Linear(least, greatest, wide: true);
        Assert.Equal(labels, string.Join(',', axis.Ticks.Select(t => t.Label)));
        Assert.InRange(axis[least], 0, 1);
        Assert.InRange(axis[greatest], 0, 1.0000001);
    }

    [Theory]
    [InlineData("pie", "a trace of type 'pie'")]
    [InlineData("scatter3d", "a trace of type 'scatter3d'")]
    public void A_chart_that_cannot_be_drawn_says_so_and_has_no_picture(string type, string reason)
    {
        var chart = Of(type, ("values", new[] { 1, 2 }));
        Assert.Equal($"Chart\nNo still picture: {reason}. Open the notebook where Plotly runs to see it.", chart.ToDisplayString(Mime.Text));
        Assert.Equal("", chart.ToDisplayString(Mime.Png));
        Assert.StartsWith("{\"data\":[{\"type\":", chart.ToDisplayString(Mime.Plotly), StringComparison.Ordinal);
    }

    [Fact]
    public void Horizontal_and_stacked_bars_are_not_drawn_wrongly()
    {
        Assert.Equal("horizontal bars", Read(Of("bar", ("x", new[] { 1 }), ("y", new[] { 1 }), ("orientation", "h"))).Unsupported);
        Assert.Equal("bars in mode 'stack'", new Figure("""
            {"data":[{"type":"bar","y":[1]},{"type":"bar","y":[2]}],"layout":{"barmode":"stack"}}
            """).Unsupported);
        Assert.Equal("an axis of type 'date'", new Figure("""
            {"data":[{"type":"bar","y":[1]}],"layout":{"xaxis":{"type":"date"}}}
            """).Unsupported);
        Assert.Equal("a figure without values", new Figure("""{"data":[]}""").Unsupported);
    }

    [Fact]
    public void Two_traces_stand_side_by_side_in_picture_and_text()
    {
        var chart = new Figure("""
            {"data":[{"type":"bar","name":"train","x":["a","b"],"y":[1,2]},{"type":"bar","name":"test","x":["a","b"],"y":[2,1]}],"layout":{"title":"Loss"}}
            """);
        Assert.Null(chart.Unsupported);
        var pixels = new Pixels(XyPicture.Draw(chart));
        Assert.InRange(pixels.Count(0xE69F00), pixels.Count(Blue) * 0.9, pixels.Count(Blue) * 1.1);
    }

    [Fact]
    public void A_heat_map_of_a_deep_volume_is_refused() => Assert.Equal(
        "HeatMap: Volume [4x4x3] has 3 depth slices; a heat map shows one. Give volume.DepthSlice(d), or show all with ToMaps().",
        Assert.Throws<ShapeException>(() => Charts.HeatMap(new Tensor(1, 3, 4, 4).Volume(), "deep")).Message);

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static Pixels Draw(GenericChart chart) => new(Convert.FromBase64String(chart.ToDisplayString(Mime.Png)));

    private static Figure Read(GenericChart chart) => new(GenericChart.toFigureJson(chart));

    private static GenericChart Of(string type, params (string Name, object Value)[] properties)
    {
        var trace = new Trace(type);
        foreach (var (name, value) in properties)
            trace.SetProperty(name, value);
        return GenericChart.ofTraceObject(false, trace);
    }
}
