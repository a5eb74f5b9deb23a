namespace ConvNotebooks.Routines;

/// <summary>Chooses how a fully-connected layer is computed, by its shape alone.</summary>
internal static unsafe class DenseAlgorithms
{
    /// <summary>Computes y [N, outputs] from x [N, inputs], w [outputs, inputs] and one bias per output, or null.</summary>
    public static void Forward(in DenseProblem p, float[] x, float[] w, float[]? bias, float[] y)
    {
        fixed (float* input = x, weights = w, biases = bias, output = y)
            Lanes.Start(new DenseTiles(p, input, weights, biases, output));
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
