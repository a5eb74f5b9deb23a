namespace ConvNotebooks;

/// <summary>A layer that slides a window over the width and height of its input: convolutions and pools.</summary>
public abstract class WindowedLayer : Layer
{
    private protected WindowedLayer(Window2d window, FitPolicy fit)
    {
        Window = window;
        Fit = Sizes.Known(fit, GetType().Name);
    }

    /// <summary>The window: size, stride, padding and dilation along both axes.</summary>
    public Window2d Window { get; }

    /// <summary>What to do when the window does not fit the input.</summary>
    public FitPolicy Fit { get; }

    /// <summary>How the window lies along the width of an input.</summary>
    /// <param name="input">The input volume.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    public AxisFit FitWidth(Shape input) => Lay(Window.Width, input.Width, IsSquare(input) ? null : "width", Window.Height);

    /// <summary>How the window lies along the height of an input.</summary>
    /// <param name="input">The input volume.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    public AxisFit FitHeight(Shape input) => Lay(Window.Height, input.Height, IsSquare(input) ? null : "height", Window.Width);

    /// <inheritdoc/>
    public override string Formula(Shape input) => IsSquare(input)
        ? FitWidth(input).Equation
        : $"{FitWidth(input).Equation}, {FitHeight(input).Equation}";

    /// <inheritdoc/>
    public override ReceptiveField Through(ReceptiveField field, Shape input) =>
        new(field.Width.Through(FitWidth(input)), field.Height.Through(FitHeight(input)));

    /// <summary>The arguments of the window in the document's notation, after the size: <c>s2 p1 d2 crop</c>.</summary>
    private protected string WindowNotation(PerAxis defaultStride) => string.Concat(
        Window.Stride == defaultStride ? "" : $" s{Window.Stride.Short}",
        Window.Pad == default ? "" : $" p{Window.Pad}",
        Window.Dilation == 1 ? "" : $" d{Window.Dilation.Short}",
        Fit == FitPolicy.Throw ? "" : $" {Fit.ToString().ToLowerInvariant()}");

    private protected IEnumerable<Hyperparameter> WindowHyperparameters()
    {
        yield return new("size", "F", Window.Size.ToString());
        yield return new("stride", "S", Window.Stride.Short);
        yield return new("padding", "P", Window.Pad.ToString());
        if (Window.Dilation != 1)
            yield return new("dilation", "d", Window.Dilation.Short);
    }

    /// <inheritdoc/>
    internal override LayerState? NewState(TensorShape input) => new WindowState(this, input);

    /// <summary>The input without the pixels that <see cref="FitPolicy.Crop"/> drops; the tensor itself when there are none.</summary>
    private protected static Tensor Visible(Tensor input, AxisFit width, AxisFit height)
    {
        if (width.Cropped == 0 && height.Cropped == 0)
            return input;
        var cropped = new Tensor(input.Shape.N, input.Shape.C, input.Shape.H - height.Cropped, input.Shape.W - width.Cropped);
        Cropping.Crop(input, cropped);
        return cropped;
    }

    private AxisFit Lay(Window window, int length, string? axis, Window other) => AxisFit.TryLay(window, length, Fit, out var fit)
        ? fit
        : throw new FitException(new FitReport(window, length, Who, axis,
            new RepairWords(axis is null ? null : other, axis == "height", this is Pool2d, this is Pool2d && Window.Stride == Window.Size)));

    private bool IsSquare(Shape input) => Window.Width == Window.Height && input.Width == input.Height;
}
