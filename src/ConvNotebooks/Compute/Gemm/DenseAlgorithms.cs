namespace ConvNotebooks.Routines;

/// <summary>Chooses how a fully-connected layer is computed, by its shape alone.</summary>
internal static unsafe class DenseAlgorithms
{
    // Few images read every weight for little work: turning the weights on the way would cost as much again.
    private const int FewImages = 16;

    /// <summary>Whether weights that stay as they are are better packed once than turned on the way.</summary>
    public static bool Packs(in DenseProblem p) => p.Batch <= FewImages;

    /// <summary>Puts weights in the order that the routine reads.</summary>
    public static PackedFilters Pack(in DenseProblem p, ReadOnlySpan<float> w) => new(
        new ConvProblem
        {
            Batch = 1,
            Channels = p.Inputs,
            Height = 1,
            Width = 1,
            Filters = p.Outputs,
            FilterHeight = 1,
            FilterWidth = 1,
            OutHeight = 1,
            OutWidth = 1,
        }, w);

    /// <summary>Computes y [N, outputs] from x [N, inputs], w [outputs, inputs] and one bias per output, or null.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="w">Weights.</param>
    /// <param name="packed">What <see cref="Pack"/> made of them; null to turn them on the way.</param>
    /// <param name="bias">One per output, or null.</param>
    /// <param name="y">Output, overwritten.</param>
    public static void Forward(in DenseProblem p, float[] x, float[] w, PackedFilters? packed, float[]? bias, float[] y)
    {
        fixed (float* input = x, weights = w, biases = bias, output = y)
        {
            // One image reads each weight once, from memory: what counts is how it is read.
            if (p.Batch == 1 && packed is not null)
                Lanes.Start(new DenseVector(p, input, packed, biases, output));
            else
                Lanes.Start(new DenseTiles(p, input, weights, packed, biases, output));
        }
    }

    /// <summary>The gradient with respect to the input, dx [N, inputs], from that of the output, dy [N, outputs].</summary>
    public static void InputGradient(in DenseProblem p, float[] dy, float[] w, float[] dx)
    {
        fixed (float* gradient = dy, weights = w, result = dx)
            Lanes.Start(new MatrixProduct(new(p.Batch, p.Outputs, p.Inputs, RowStep: p.Outputs, TermStep: 1), gradient, weights, result));
    }

    /// <summary>The gradients with respect to the weights, dw [outputs, inputs], and the biases, db [outputs] or null.</summary>
    public static void WeightGradient(in DenseProblem p, float[] x, float[] dy, float[] dw, float[]? db)
    {
        fixed (float* input = x, gradient = dy, result = dw)
            Lanes.Start(new MatrixProduct(new(p.Outputs, p.Batch, p.Inputs, RowStep: 1, TermStep: p.Outputs), gradient, input, result));
        if (db is not null)
            ColumnSums.Compute(p.Batch, p.Outputs, dy, db);
    }
}
