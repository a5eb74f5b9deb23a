namespace ConvNotebooks.Interactive;

/// <summary>One term of a gradient: an output cell's gradient times what it is multiplied with.</summary>
/// <param name="Cell">The output cell that sends it.</param>
/// <param name="Gradient">The gradient with respect to that output.</param>
/// <param name="Factor">The input value under the tap, or the weight.</param>
internal readonly record struct GradientTerm(VolumeCell Cell, float Gradient, float Factor)
{
    public float Product => Gradient * Factor;
}

/// <summary>The backward half of a convolution, value by value: which outputs send a gradient where.</summary>
internal sealed class GradientFlow
{
    private readonly Tensor gradient;

    public GradientFlow(DotProduct forward, Tensor? outputGradient)
    {
        Forward = forward;
        var expected = new TensorShape(outputGradient?.Shape.N ?? 1, forward.Output);
        if (outputGradient is not null && outputGradient.Shape != expected)
            throw new ShapeException($"Gradient: an output gradient of {outputGradient.Shape} came; the layer's output is {expected}. Give a tensor of those axes.");
        gradient = outputGradient ?? Ones(expected);
    }

    public DotProduct Forward { get; }

    /// <summary>The gradient with respect to an output.</summary>
    public float Output(VolumeCell cell) => gradient[0, cell.D, cell.Y, cell.X];

    /// <summary>Every output of a filter's depth slice with the input under one tap; in the padding the input is 0.</summary>
    public IReadOnlyList<GradientTerm> OfWeight(int filter, int channel, int x, int y)
    {
        var window = Forward.Layer.Window;
        Inside(filter, Forward.Layer.Filters, nameof(filter));
        Inside(channel, Forward.Channels, nameof(channel));
        Inside(x, window.Width.Size, nameof(x));
        Inside(y, window.Height.Size, nameof(y));
        return [.. from row in Enumerable.Range(0, Forward.Output.Height)
                   from column in Enumerable.Range(0, Forward.Output.Width)
                   let cell = new VolumeCell(column, row, filter)
                   select new GradientTerm(cell, Output(cell), Forward.Input(cell, channel, x, y) ?? 0)];
    }

    /// <summary>Every output that an input value reaches, with the weight between them.</summary>
    public IReadOnlyList<GradientTerm> OfInput(int channel, int x, int y)
    {
        Inside(channel, Forward.Layer.Channels, nameof(channel));
        Inside(x, Forward.Width.Length - Forward.Width.Cropped, nameof(x));
        Inside(y, Forward.Height.Length - Forward.Height.Cropped, nameof(y));
        return [.. from filter in Enumerable.Range(0, Forward.Layer.Filters)
                   let c = channel - Forward.ChannelOf(filter, 0)
                   where c >= 0 && c < Forward.Channels
                   from v in Taps(Forward.Height, y)
                   from u in Taps(Forward.Width, x)
                   let cell = new VolumeCell(u.Position, v.Position, filter)
                   select new GradientTerm(cell, Output(cell), Forward.Weight(filter, c, u.Tap, v.Tap))];
    }

    /// <summary>The positions along an axis that see a pixel, each with the tap under which it lies.</summary>
    private static IEnumerable<(int Position, int Tap)> Taps(AxisFit fit, int pixel)
    {
        for (var position = 0; position < fit.Output; position++)
        {
            var offset = pixel - fit.Start(position);
            if (offset >= 0 && offset < fit.Window.Extent && offset % fit.Window.Dilation == 0)
                yield return (position, offset / fit.Window.Dilation);
        }
    }

    private static Tensor Ones(TensorShape shape)
    {
        var ones = new Tensor(shape);
        ones.Edit().Fill(1);
        return ones;
    }

    private static void Inside(int value, int bound, string what)
    {
        if ((uint)value >= (uint)bound)
            throw new ArgumentOutOfRangeException(what, value, $"Gradient: {what} {value} came. Give 0 to {bound - 1}.");
    }
}
