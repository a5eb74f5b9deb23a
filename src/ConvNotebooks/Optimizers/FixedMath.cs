namespace ConvNotebooks;

/// <summary>
/// Functions whose bits differ between platforms when Math computes them, from sums and products in a fixed order.
/// </summary>
internal static class FixedMath
{
    /// <summary>b^n for n ≥ 0, by squaring: a function of b and n alone.</summary>
    public static double Power(double b, long n)
    {
        var power = 1.0;
        for (; n > 0; n >>= 1, b *= b)
        {
            if ((n & 1) == 1)
                power *= b;
        }

        return power;
    }

    /// <summary>cos(π·x) for x in [0, 1]: the series of the cosine up to π/2, mirrored beyond. Within 5e-16.</summary>
    public static double CosineOfPi(double x)
    {
        var mirrored = x > 0.5;
        var angle = Math.PI * (mirrored ? 1 - x : x);
        var square = angle * angle;
        var series = 1.0;
        for (var k = 26; k >= 2; k -= 2)
            series = 1 - series * square / (k * (k - 1));
        return mirrored ? -series : series;
    }
}
