namespace ConvNotebooks.Routines;

/// <summary>Chooses how a locally-connected layer is computed, by its shape alone.</summary>
internal static unsafe class LocallyConnectedAlgorithms
{
    /// <summary>Computes y [N, K, OH, OW] from x [N, C, H, W], w [K, C·FH·FW, OH, OW] and biases [K, OH, OW]; groups must be 1.</summary>
    public static void Forward(in ConvProblem p, float[] x, float[] w, float[]? bias, float[] y)
    {
        fixed (float* input = x, weights = w, biases = bias, output = y)
            Lanes.Start(new LocallyConnectedRows(p, input, weights, biases, output));
    }

    /// <summary>The gradient with respect to the input, dx [N, C, H, W], from that of the output, dy [N, K, OH, OW].</summary>
    public static void InputGradient(in ConvProblem p, float[] dy, float[] w, float[] dx)
    {
        fixed (float* gradient = dy, weights = w, result = dx)
            Lanes.Start(new LocallyConnectedInputGradient(p, gradient, weights, result));
    }

    /// <summary>The gradients with respect to the weights, dw, and the biases, db [K, OH, OW] or null.</summary>
    public static void WeightGradient(in ConvProblem p, float[] x, float[] dy, float[] dw, float[]? db)
    {
        fixed (float* input = x, gradient = dy, result = dw)
            Lanes.Start(new LocallyConnectedWeightGradient(p, input, gradient, result));
        if (db is not null)
            ColumnSums.Compute(p.Batch, p.Filters * p.OutPlane, dy, db);
    }
}
