using System.Globalization;

namespace ConvNotebooks;

/// <summary>How far a network's gradients are from central differences.</summary>
/// <param name="Tensors">One entry for each learned tensor, and one for the images.</param>
public sealed record GradientReport(IReadOnlyList<CheckedTensor> Tensors)
{
    /// <summary>The largest relative error of any place.</summary>
    public double LargestError => Tensors.Max(t => t.Error);

    /// <summary>One line for each tensor: <c>conv1.weights 20 places, largest error 1.2e-04 at 7 (gradient 0.31, difference 0.3101)</c>.</summary>
    public override string ToString() => string.Join("\n", Tensors);
}

/// <summary>How far the gradient of one tensor is from central differences.</summary>
/// <param name="Name">The tensor's name: <c>conv1.weights</c>, or <c>input</c>.</param>
/// <param name="Places">Places compared.</param>
/// <param name="Kinks">Places left out, because the loss has a kink there.</param>
/// <param name="Error">The largest |gradient − difference| / max(|gradient|, |difference|); derivatives below a twentieth of the tensor's largest are measured against that.</param>
/// <param name="Index">Where that was, counted in the order N, C, H, W; −1 when no place was compared.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Difference">The central difference there.</param>
public sealed record CheckedTensor(string Name, int Places, int Kinks, double Error, int Index, double Gradient, double Difference)
{
    /// <summary>The numbers in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name} {Places} places{(Kinks == 0 ? "" : $" ({Kinks} at kinks left out)")}, largest error {Error:0.0e+00} at {Index} (gradient {Gradient:g4}, difference {Difference:g4})");
}
