namespace ConvNotebooks;

/// <summary>
/// A window that slides along one axis: filter size F, stride S, zero-padding per side, dilation.
/// It has (W − F + 2P)/S + 1 positions on an input of W pixels.
/// </summary>
/// <remarks>
/// Dilation 1 is dense, the convention of today's libraries; CS231n counts the gaps and calls the same window dilation 0.
/// Source: CS231n, "Convolutional Networks", section "Spatial arrangement".
/// </remarks>
public readonly record struct Window
{
    /// <summary>Creates a window.</summary>
    /// <param name="size">Filter size F in pixels, at least 1.</param>
    /// <param name="stride">Pixels from one position to the next, at least 1.</param>
    /// <param name="pad">Zero-padding in pixels: one number for both sides, or (before, after).</param>
    /// <param name="dilation">Pixels from one tap of the filter to the next; 1 is dense.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size, stride or dilation below 1, a negative padding, or a window that spans more pixels than an int counts.
    /// </exception>
    public Window(int size, int stride = 1, Padding pad = default, int dilation = 1)
    {
        Size = Sizes.AtLeastOne(size, nameof(Window), nameof(size));
        Stride = Sizes.AtLeastOne(stride, nameof(Window), nameof(stride));
        Sizes.AtLeastZero(pad.Before, nameof(Window), "padding before");
        Sizes.AtLeastZero(pad.After, nameof(Window), "padding after");
        Pad = pad;
        Dilation = Sizes.AtLeastOne(dilation, nameof(Window), nameof(dilation));
        if ((size - 1L) * dilation + 1 > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(dilation), dilation,
                $"Window: size {size} at dilation {dilation} spans more than {int.MaxValue} pixels. Give a smaller size or dilation.");
        }
    }

    /// <summary>Filter size F, in pixels.</summary>
    public int Size { get; }

    /// <summary>Stride S, in pixels.</summary>
    public int Stride { get; }

    /// <summary>Zero-padding before the first pixel and after the last.</summary>
    public Padding Pad { get; }

    /// <summary>Pixels from one tap to the next; 1 is dense.</summary>
    public int Dilation { get; }

    /// <summary>Pixels from the first tap to the last: (F − 1)·dilation + 1.</summary>
    public int Extent => (Size - 1) * Dilation + 1;

    /// <summary>How this window lies along an axis of <paramref name="length"/> pixels.</summary>
    /// <param name="length">The input size W along this axis, in pixels.</param>
    /// <param name="policy">What to do when the positions do not end on the last pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    /// <exception cref="FitException">
    /// The window does not fit and the policy is <see cref="FitPolicy.Throw"/>, or no position exists under the policy.
    /// </exception>
    public AxisFit Fit(int length, FitPolicy policy = FitPolicy.Throw) => AxisFit.Of(this, length, policy);

    /// <summary>The C# that builds this window: <c>new Window(size: 3, stride: 2, pad: 1)</c>.</summary>
    public string ToCode() =>
        $"new Window(size: {Size}" + (Stride == 1 ? "" : $", stride: {Stride}")
        + (Pad.Total == 0 ? "" : $", pad: {Pad.ToCode()}") + (Dilation == 1 ? "" : $", dilation: {Dilation}") + ")";

    /// <summary>The window in words: <c>size 3, stride 2, padding 1</c>.</summary>
    public override string ToString() =>
        $"size {Size}, stride {Stride}, padding {Pad}" + (Dilation == 1 ? "" : $", dilation {Dilation}");
}

/// <summary>A window that slides over an image: one <see cref="Window"/> along the width and one along the height.</summary>
/// <param name="Width">The window along the width.</param>
/// <param name="Height">The window along the height.</param>
public readonly record struct Window2d(Window Width, Window Height)
{
    /// <summary>Builds the window from per-axis numbers; a single number stands for both axes.</summary>
    /// <param name="size">Filter size in pixels.</param>
    /// <param name="stride">Stride in pixels; 1 when left out.</param>
    /// <param name="pad">Zero-padding in pixels.</param>
    /// <param name="dilation">Dilation; 1 (dense) when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Window"/>.</exception>
    public static Window2d Of(PerAxis size, PerAxis? stride = null, Padding2d pad = default, PerAxis? dilation = null)
    {
        PerAxis s = stride ?? 1, d = dilation ?? 1;
        return new(new Window(size.Width, s.Width, pad.Width, d.Width),
            new Window(size.Height, s.Height, pad.Height, d.Height));
    }

    /// <summary>The filter size along both axes.</summary>
    public PerAxis Size => (Width.Size, Height.Size);

    /// <summary>The stride along both axes.</summary>
    public PerAxis Stride => (Width.Stride, Height.Stride);

    /// <summary>The padding of all four sides.</summary>
    public Padding2d Pad => new(Width.Pad, Height.Pad);

    /// <summary>The dilation along both axes.</summary>
    public PerAxis Dilation => (Width.Dilation, Height.Dilation);
}
