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
}
