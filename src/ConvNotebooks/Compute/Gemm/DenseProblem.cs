namespace ConvNotebooks.Routines;

/// <summary>A fully-connected layer with every size resolved: x [batch, inputs], w [outputs, inputs], y [batch, outputs].</summary>
internal readonly record struct DenseProblem
{
    public required int Batch { get; init; }

    public required int Inputs { get; init; }

    public required int Outputs { get; init; }
}
