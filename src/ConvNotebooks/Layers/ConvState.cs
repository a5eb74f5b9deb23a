using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A convolution in a training pass: its filters in the order of the forward and of the backward routine. Training changes them
/// at every step, so they are packed again at every step, into the same memory.
/// </summary>
internal sealed class ConvState(Conv2d layer, TensorShape input) : WindowState(layer, input)
{
    private PackedFilters? packed, adjoint;

    internal PackedFilters? Packed(in ConvProblem problem, float[] weights, ConvAlgorithm algorithm)
    {
        if (packed is null)
            return packed = Conv2dAlgorithms.Pack(problem, weights, algorithm);
        packed.Repack(weights);
        return packed;
    }

    internal PackedFilters? PackedForInputGradient(in ConvProblem problem, float[] weights, ConvAlgorithm algorithm)
    {
        if (adjoint is null)
            return adjoint = Conv2dGradientAlgorithms.PackForInput(problem, weights, algorithm);
        adjoint.Repack(weights);
        return adjoint;
    }
}
