namespace ConvNotebooks.Interactive;

/// <summary>Range, mean and flaws of a tensor's values, found in one pass; NaN and infinities stay out of range and mean.</summary>
internal readonly record struct TensorSummary(double Least, double Greatest, double Mean, long Zeros, long NaNs, long Infinities)
{
    public static TensorSummary Of(ReadOnlySpan<float> values)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, sum = 0;
        long zeros = 0, nans = 0, infinities = 0;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                nans += float.IsNaN(value) ? 1 : 0;
                infinities += float.IsNaN(value) ? 0 : 1;
                continue;
            }

            zeros += value == 0 ? 1 : 0;
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
            sum += value;
        }

        var finite = values.Length - nans - infinities;
        return finite == 0 ? new(0, 0, 0, 0, nans, infinities) : new(least, greatest, sum / finite, zeros, nans, infinities);
    }

    /// <summary>The range: <c>-1.5 … 2</c>.</summary>
    public string Range => $"{Numbers.Value(Least)} … {Numbers.Value(Greatest)}";

    /// <summary>The values that are no numbers, in words: <c>2 NaN, 1 infinite</c>; null for none.</summary>
    public string? Flaws => (NaNs, Infinities) switch
    {
        (0, 0) => null,
        (_, 0) => $"{Numbers.Whole(NaNs)} NaN",
        (0, _) => $"{Numbers.Whole(Infinities)} infinite",
        _ => $"{Numbers.Whole(NaNs)} NaN, {Numbers.Whole(Infinities)} infinite",
    };
}
