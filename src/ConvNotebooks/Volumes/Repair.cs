namespace ConvNotebooks;

/// <summary>What a repair of a misfit changes.</summary>
public enum RepairKind
{
    /// <summary>Another stride.</summary>
    Stride,

    /// <summary>Another filter size.</summary>
    Size,

    /// <summary>Other padding, the same on both sides.</summary>
    SymmetricPadding,

    /// <summary>Other padding, different on the two sides.</summary>
    OneSidedPadding,

    /// <summary>A fit policy: crop, zero-pad or round down.</summary>
    Policy,

    /// <summary>Another input size.</summary>
    Input,
}

/// <summary>One way to make a window fit, with what to paste.</summary>
/// <param name="Kind">What it changes.</param>
/// <param name="Code">
/// The argument to paste into the layer or window: <c>stride: 1</c>, <c>pad: (0, 1)</c>, <c>fit: FitPolicy.Crop</c>;
/// for an input size the call that lays the window on it, <c>new Window(size: 3, stride: 2).Fit(9)</c>.
/// </param>
/// <param name="Notation">The same in the document's notation: <c>s1</c>, <c>p0:1</c>, <c>crop</c>; an input size as a number.</param>
/// <param name="Fit">The window as it then lies.</param>
public sealed record Repair(RepairKind Kind, string Code, string Notation, AxisFit Fit)
{
    /// <summary>The code and the output size it leads to: <c>pad: (0, 1) → 5</c>.</summary>
    public override string ToString() => $"{Code} → {Fit.Output}";

    /// <summary>The notation and the output size it leads to: <c>p0:1 → 5</c>.</summary>
    internal string InNotation() => $"{Notation} → {Fit.Output}";
}
