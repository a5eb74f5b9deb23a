namespace ConvNotebooks.Benchmarks;

/// <summary>The averages and the difference that the results are made of.</summary>
internal static class Statistics
{
    /// <summary>The middle of the sorted values; the mean of the two in the middle of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? double.NaN
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The n-th root of the product: the average of ratios.</summary>
    public static double GeometricMean(IEnumerable<double> values)
    {
        double[] logarithms = [.. values.Select(v => Math.Log(v))];
        return logarithms.Length == 0 ? double.NaN : Math.Exp(logarithms.Average());
    }

    /// <summary>The largest absolute difference, place by place; infinite where one is not a number.</summary>
    public static double LargestDifference(float[] values, float[] others) =>
        values.Zip(others, (a, b) => Math.Abs((double)a - b)).Max(d => double.IsNaN(d) ? double.PositiveInfinity : d);
}
