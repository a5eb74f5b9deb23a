using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>
/// How a convolution computes its outputs, one after another: for each output cell the patch of the input, the filter, all
/// products, the sums channel by channel and the bias. It is shown as a player; <see cref="ToView"/> gives its still forms.
/// </summary>
/// <remarks>Source: CS231n, "Convolutional Networks", the convolution demo.</remarks>
public sealed class DotProduct
{
    private const int LargestTour = 400;
    private const int LargestRegion = 16_000;

    private readonly Tensor input;

    internal DotProduct(Conv2d layer, Tensor input, int image, VolumeCell first)
    {
        (Layer, this.input, Image) = (layer, input, image);
        (Width, Height) = (layer.FitWidth(input.Shape.Volume), layer.FitHeight(input.Shape.Volume));
        if ((uint)image >= (uint)input.Shape.N)
            throw new ArgumentOutOfRangeException(nameof(image), image, $"DotProduct: image {image} came, and the minibatch has {input.Shape.N}. Give 0 to {input.Shape.N - 1}.");
        var output = Output;
        if ((uint)first.X >= (uint)output.Width || (uint)first.Y >= (uint)output.Height || (uint)first.D >= (uint)output.Depth)
        {
            throw new ArgumentOutOfRangeException(nameof(first), first, $"DotProduct: cell x {first.X}, y {first.Y}, d {first.D} came, and the output is {output}. "
                + $"Give x below {output.Width}, y below {output.Height}, d below {output.Depth}.");
        }

        First = first;
        Tour = Plan();
    }

    /// <summary>The layer.</summary>
    public Conv2d Layer { get; }

    /// <summary>The image of the minibatch, from 0.</summary>
    public int Image { get; }

    /// <summary>The output volume.</summary>
    public Shape Output => new(Width.Output, Height.Output, Layer.Filters);

    /// <summary>The cell that is shown first.</summary>
    public VolumeCell First { get; }

    /// <summary>
    /// The cells that the player steps through, x fastest, then y, then d: the whole output where it is small, otherwise as
    /// many neighbours of the first cell as a notebook can hold.
    /// </summary>
    public IReadOnlyList<VolumeCell> Tour { get; }

    internal AxisFit Width { get; }

    internal AxisFit Height { get; }

    /// <summary>Channels that a filter sees.</summary>
    internal int Channels => Layer.Channels / Layer.Groups;

    /// <summary>The value under a tap; null where it lies in the padding.</summary>
    /// <param name="cell">The output cell.</param>
    /// <param name="channel">The channel of the filter, from 0.</param>
    /// <param name="x">The tap's column.</param>
    /// <param name="y">The tap's row.</param>
    public float? Input(VolumeCell cell, int channel, int x, int y) => InputAt(
        ChannelOf(cell.D, channel), Width.Start(cell.X) + x * Layer.Window.Width.Dilation, Height.Start(cell.Y) + y * Layer.Window.Height.Dilation);

    /// <summary>A filter's weight.</summary>
    /// <param name="filter">The filter: the output's d.</param>
    /// <param name="channel">The channel of the filter, from 0.</param>
    /// <param name="x">The tap's column.</param>
    /// <param name="y">The tap's row.</param>
    public float Weight(int filter, int channel, int x, int y) => Layer.Weights.Value[filter, channel, y, x];

    /// <summary>A filter's bias; 0 without biases.</summary>
    /// <param name="filter">The filter: the output's d.</param>
    public float Bias(int filter) => Layer.Biases?.Value[0, filter, 0, 0] ?? 0;

    /// <summary>
    /// The sums after each channel, the bias in them from the start, in the order of the layer: one chain of fused
    /// multiply-adds over channels, rows, columns. The last is the output's value.
    /// </summary>
    /// <param name="cell">The output cell.</param>
    public float[] RunningSums(VolumeCell cell)
    {
        var sums = new float[Channels];
        var sum = Bias(cell.D);
        for (var c = 0; c < Channels; c++)
        {
            for (var y = 0; y < Layer.Window.Height.Size; y++)
                for (var x = 0; x < Layer.Window.Width.Size; x++)
                    sum = Input(cell, c, x, y) is { } value ? MathF.FusedMultiplyAdd(value, Weight(cell.D, c, x, y), sum) : sum;
            sums[c] = sum;
        }

        return sums;
    }

    /// <summary>The player, a filmstrip of its first cells, and the first cell's products as a table.</summary>
    public View ToView() => Invariant.Make(() => Views.DotProductView.Of(this));

    /// <summary>Which cell of which layer.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layer.Name ?? "conv"} at {First}");

    /// <summary>The input's channel that a filter's channel sees.</summary>
    internal int ChannelOf(int filter, int channel) => filter / (Layer.Filters / Layer.Groups) * Channels + channel;

    /// <summary>An input value; null in the padding and where the policy cropped.</summary>
    internal float? InputAt(int channel, int x, int y) =>
        (uint)x < (uint)(Width.Length - Width.Cropped) && (uint)y < (uint)(Height.Length - Height.Cropped) ? input[Image, channel, y, x] : null;

    private VolumeCell[] Plan()
    {
        if ((long)Output.Width * Output.Height * Output.Depth <= LargestTour && (long)Padded(Width) * Padded(Height) * Layer.Channels <= LargestRegion / 4)
            return [.. AllCells()];
        var taps = Layer.Window.Width.Extent * Layer.Window.Height.Extent * Channels;
        var count = Math.Clamp(LargestRegion / taps - 1, 1, 8);
        return [.. AllCells().SkipWhile(c => c != First).TakeWhile(c => c.D == First.D).Take(count)];
    }

    private IEnumerable<VolumeCell> AllCells() => from d in Enumerable.Range(0, Output.Depth)
                                                  from y in Enumerable.Range(0, Output.Height)
                                                  from x in Enumerable.Range(0, Output.Width)
                                                  select new VolumeCell(x, y, d);

    private static int Padded(AxisFit fit) => fit.Length + fit.Pad.Before + fit.Pad.After;
}

/// <summary>A cell of a volume.</summary>
/// <param name="X">Its column.</param>
/// <param name="Y">Its row.</param>
/// <param name="D">Its depth slice.</param>
public readonly record struct VolumeCell(int X, int Y, int D)
{
    /// <summary>The cell in words: <c>x 0, y 1, d 2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"x {X}, y {Y}, d {D}");
}
