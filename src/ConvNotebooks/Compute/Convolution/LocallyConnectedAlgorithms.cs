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
}
