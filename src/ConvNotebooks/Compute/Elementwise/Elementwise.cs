namespace ConvNotebooks.Routines;

/// <summary>Operations on one element at a time.</summary>
internal static class Elementwise
{
    /// <summary>y = x below zero ? 0 : x. NaN stays NaN, −0 stays −0. x and y may be the same.</summary>
    public static void Relu(float[] x, float[] y)
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = x[i] < 0 ? 0 : x[i];
    }
}
