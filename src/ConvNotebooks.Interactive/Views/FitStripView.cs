namespace ConvNotebooks.Interactive.Views;

/// <summary>A convolution along one axis: the strip, and for each position its products and their sum.</summary>
internal static class FitStripView
{
    public static View Of(AxisFit fit, float[] input, float[] weights, float bias)
    {
        var strip = FitStrip.Of(fit, input, weights, bias);
        var table = new Table(">position", "products", ">output");
        for (var position = 0; position < fit.Output; position++)
            table.Row(Numbers.Whole(position), Products(fit, input, weights, bias, position), Numbers.Value(FitStrip.Sum(fit, input, weights, bias, position)));
        return new($"{strip.Title}\n{table.ToText()}")
        {
            Html = new Fragment().Raw(strip.ToSvg()).Table(table).ToString(),
            Png = strip.ToPng(),
        };
    }

    private static string Products(AxisFit fit, float[] input, float[] weights, float bias, int position)
    {
        var products = weights.Select((weight, tap) =>
        {
            var pixel = fit.Start(position) + tap * fit.Window.Dilation;
            return $"{((uint)pixel < (uint)input.Length ? Signed(input[pixel]) : "0")}·{Signed(weight)}";
        });
        return string.Join(" + ", bias == 0 ? products : products.Append(Signed(bias)));
    }

    private static string Signed(float value) => value < 0 ? $"({Numbers.Value(value)})" : Numbers.Value(value);
}
