namespace ConvNotebooks;

/// <summary>
/// The receptive field of a layer's neurons along one axis of the network's input: each neuron sees
/// <paramref name="Size"/> pixels, its neighbour sees the field <paramref name="Jump"/> pixels on, and the first
/// neuron's field begins at pixel <paramref name="Start"/>.
/// </summary>
/// <param name="Size">Pixels of the input that one neuron sees.</param>
/// <param name="Jump">Pixels of the input between the fields of neighbouring neurons.</param>
/// <param name="Start">The first pixel of the first neuron's field, from 0; negative inside the padding.</param>
public readonly record struct AxisField(int Size, int Jump, int Start)
{
    /// <summary>The field of an input pixel: itself.</summary>
    public static AxisField Pixel => new(1, 1, 0);

    /// <summary>The field after one more window: size + (F − 1)·jump, jump·S, start − P·jump.</summary>
    /// <param name="fit">The window as it lies along the axis.</param>
    /// <exception cref="OverflowException">The field is past 32 bits.</exception>
    public AxisField Through(AxisFit fit) => checked(new(
        Size + (fit.Window.Extent - 1) * Jump, Jump * fit.Window.Stride, Start - fit.Pad.Before * Jump));

    /// <summary>The field of a neuron that sees all <paramref name="length"/> neurons before it.</summary>
    /// <param name="length">Neurons along this axis.</param>
    /// <exception cref="OverflowException">The field is past 32 bits.</exception>
    public AxisField Across(int length) => checked(new(Size + (length - 1) * Jump, Jump * length, Start));

    /// <summary>The field of a neuron that sees through two branches: from where the first begins to where the last ends.</summary>
    /// <param name="other">The field through the other branch.</param>
    public AxisField With(AxisField other)
    {
        var start = Math.Min(Start, other.Start);
        return new(Math.Max(Start + Size, other.Start + other.Size) - start, Jump, start);
    }
}

/// <summary>The receptive field of a layer's neurons on the network's input, along both axes.</summary>
/// <param name="Width">Along the width.</param>
/// <param name="Height">Along the height.</param>
public readonly record struct ReceptiveField(AxisField Width, AxisField Height)
{
    /// <summary>The field of an input pixel: itself.</summary>
    public static ReceptiveField Pixel => new(AxisField.Pixel, AxisField.Pixel);

    /// <summary>The field of a neuron that sees through two branches: the smallest that holds both.</summary>
    /// <param name="other">The field through the other branch.</param>
    public ReceptiveField With(ReceptiveField other) => new(Width.With(other.Width), Height.With(other.Height));

    /// <summary>The field where every stride-th neuron alone is taken.</summary>
    internal ReceptiveField Every(int strideW, int strideH) =>
        new(Width with { Jump = checked(Width.Jump * strideW) }, Height with { Jump = checked(Height.Jump * strideH) });

    /// <summary>The field's size, jump and start: <c>5x5, jump 1, start -2</c>.</summary>
    public override string ToString() => Width == Height
        ? $"{Width.Size}x{Height.Size}, jump {Width.Jump}, start {Width.Start}"
        : $"{Width.Size}x{Height.Size}, jump {Width.Jump}x{Height.Jump}, start ({Width.Start}, {Height.Start})";
}
