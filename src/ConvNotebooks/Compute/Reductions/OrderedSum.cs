namespace ConvNotebooks.Routines;

/// <summary>
/// Sums over a whole tensor in float64: element i goes to chain i mod 8, and the eight chains are added as
/// ((0+1)+(2+3))+((4+5)+(6+7)). The order follows from the length alone.
/// </summary>
internal static class OrderedSum
{
    public static double OfSquares(ReadOnlySpan<float> values) => Of<Square>(values);

    public static double OfMagnitudes(ReadOnlySpan<float> values) => Of<Magnitude>(values);

    private static double Of<TTerm>(ReadOnlySpan<float> values)
        where TTerm : ITerm
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        while (values.Length >= 8)
        {
            s0 += TTerm.Of(values[0]);
            s1 += TTerm.Of(values[1]);
            s2 += TTerm.Of(values[2]);
            s3 += TTerm.Of(values[3]);
            s4 += TTerm.Of(values[4]);
            s5 += TTerm.Of(values[5]);
            s6 += TTerm.Of(values[6]);
            s7 += TTerm.Of(values[7]);
            values = values[8..];
        }

        // Adding 0 for the chains that the tail does not reach changes no sum of terms that are at least 0.
        return ((s0 + At(values, 0) + (s1 + At(values, 1))) + (s2 + At(values, 2) + (s3 + At(values, 3))))
            + ((s4 + At(values, 4) + (s5 + At(values, 5))) + (s6 + At(values, 6) + s7));

        static double At(ReadOnlySpan<float> values, int i) => i < values.Length ? TTerm.Of(values[i]) : 0;
    }

    private interface ITerm
    {
        static abstract double Of(double value);
    }

    private readonly struct Square : ITerm
    {
        public static double Of(double value) => value * value;
    }

    private readonly struct Magnitude : ITerm
    {
        public static double Of(double value) => Math.Abs(value);
    }
}
