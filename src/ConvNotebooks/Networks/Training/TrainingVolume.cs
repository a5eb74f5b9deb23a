using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A minibatch of volumes between two steps of a training pass, and the gradient of the loss with respect to it: both tensors
/// (N C H W), or both blocked.
/// </summary>
internal sealed unsafe class TrainingVolume
{
    private TrainingVolume(TensorShape shape) => Shape = shape;

    internal TensorShape Shape { get; }

    /// <summary>The tensor; null for blocked numbers.</summary>
    internal Tensor? Tensor { get; private init; }

    /// <summary>Its gradient; null for blocked numbers, and where it is not wanted.</summary>
    internal Tensor? TensorGradient { get; private init; }

    /// <summary>The blocked numbers; null for a tensor.</summary>
    internal AlignedFloats? Blocked { get; private init; }

    /// <summary>Their gradient; that of the rectifier's input where they are rectified.</summary>
    internal AlignedFloats? BlockedGradient { get; private init; }

    /// <summary>Whether a rectifier gave the blocked numbers: whoever writes the gradient then masks it by them.</summary>
    internal bool Rectified { get; private init; }

    /// <summary>The step that reads it; a fork where branches do.</summary>
    internal TrainingStep? Reader { get; set; }

    internal bool WantsGradient => TensorGradient is not null || BlockedGradient is not null;

    internal ActivationLayout Layout => Blocked is null ? ActivationLayout.Nchw : ActivationLayout.Nchw16c;

    /// <summary>Numbers of the blocked form, absent channels included.</summary>
    internal long BlockedLength => Length(Shape);

    /// <summary>Numbers of one image in its layout.</summary>
    internal int ImageLength => Blocked is null ? Shape.C * Shape.H * Shape.W : (int)(BlockedLength / Shape.N);

    /// <summary>Where an image begins in blocks.</summary>
    internal float* At(int image) => Blocked!.Pointer + (nint)image * ImageLength;

    /// <summary>Where the gradient of an image begins in blocks.</summary>
    internal float* GradientAt(int image) => BlockedGradient!.Pointer + (nint)image * ImageLength;

    /// <summary>The blocked numbers of a rectifier; null where there was none, so that a gradient stays as it is.</summary>
    /// <param name="image">From which image on.</param>
    internal float* Mask(int image = 0) => Rectified ? At(image) : null;

    internal static TrainingVolume OfTensor(TensorShape shape, bool gradient = true) =>
        new(shape) { Tensor = new Tensor(shape), TensorGradient = gradient ? new Tensor(shape) : null };

    internal static TrainingVolume InBlocks(TensorShape shape, bool rectified = false, AlignedFloats? gradient = null) => new(shape)
    {
        Blocked = new AlignedFloats(Length(shape)),
        BlockedGradient = gradient ?? new AlignedFloats(Length(shape)),
        Rectified = rectified,
    };

    /// <summary>The same numbers as one branch reads them, with a gradient of its own, unmasked, or one that is there already.</summary>
    internal TrainingVolume ForBranch(AlignedFloats? gradient = null) => new(Shape)
    {
        Tensor = Tensor,
        TensorGradient = TensorGradient is null ? null : new Tensor(Shape),
        Blocked = Blocked,
        BlockedGradient = BlockedGradient is null ? null : gradient ?? new AlignedFloats(BlockedLength),
    };

    /// <summary>Copies blocked numbers to a tensor.</summary>
    internal static void Copy(AlignedFloats blocked, Tensor to)
    {
        fixed (float* values = to.Array)
            BlockedActivations.ToTensor(to.Shape.N, to.Shape.C, to.Shape.H * to.Shape.W, blocked.Pointer, values);
        to.Edit();
    }

    internal static long Length(TensorShape shape) => BlockedActivations.Length(shape.N, shape.C, shape.H * shape.W);
}
