namespace ConvNotebooks;

/// <summary>How a window lies on the input of a training pass, and room for the input without the pixels that are cropped.</summary>
internal class WindowState : LayerState
{
    private readonly Tensor? cropped;
    private Tensor? croppedGradient;

    internal WindowState(WindowedLayer layer, TensorShape input)
    {
        (Width, Height) = (layer.FitWidth(input.Volume), layer.FitHeight(input.Volume));
        VisibleShape = new(input.N, input.C, input.H - Height.Cropped, input.W - Width.Cropped);
        cropped = VisibleShape == input ? null : new Tensor(VisibleShape);
    }

    internal AxisFit Width { get; }

    internal AxisFit Height { get; }

    /// <summary>The axes of the input that windows see.</summary>
    internal TensorShape VisibleShape { get; }

    /// <summary>The pixels that windows see: the input itself when none are cropped.</summary>
    internal Tensor See(Tensor input)
    {
        if (cropped is not null)
            Cropping.Crop(input, cropped);
        return Visible(input);
    }

    /// <summary>What <see cref="See"/> gave for the same input.</summary>
    internal Tensor Visible(Tensor input) => cropped ?? input;

    /// <summary>Where the gradient of the pixels that windows see goes, before <see cref="Finish"/>.</summary>
    internal Tensor VisibleGradient(Tensor inputGradient) =>
        cropped is null ? inputGradient : croppedGradient ??= new Tensor(VisibleShape);

    /// <summary>Completes the gradient: 0 for cropped pixels.</summary>
    internal void Finish(Tensor inputGradient)
    {
        if (cropped is not null)
            Cropping.Uncrop(croppedGradient!, inputGradient);
    }
}
