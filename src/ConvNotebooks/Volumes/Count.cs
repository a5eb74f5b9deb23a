using System.Globalization;

namespace ConvNotebooks;

/// <summary>A number of things with the arithmetic that led to it: <c>5·5·3 = 75 weights</c>.</summary>
/// <param name="Value">The number, 64 bits.</param>
/// <param name="Unit">What is counted, in the plural: neurons, weights, biases, multiply-adds, bytes.</param>
/// <param name="Terms">The product or sum it came from: <c>5·5·3</c>; empty when there is nothing to derive.</param>
public readonly record struct Count(long Value, string Unit, string Terms = "")
{
    /// <summary>The number alone.</summary>
    public static implicit operator long(Count count) => count.Value;

    /// <summary>The number alone (the named form of the conversion).</summary>
    public long ToInt64() => Value;

    /// <summary>The arithmetic as text: <c>5·5·3 = 75 weights</c>.</summary>
    public string Derivation => Terms.Length == 0 || Terms == Digits ? ToString() : $"{Terms} = {this}";

    /// <summary>The number with its unit, thousands separated: <c>105,705,600 weights</c>.</summary>
    public override string ToString() => $"{Digits} {(Value == 1 ? Singular : Unit)}";

    private string Digits => Value.ToString("N0", CultureInfo.InvariantCulture);

    private string Singular => Unit switch
    {
        "biases" => "bias",
        _ => Unit.TrimEnd('s'),
    };

    /// <summary>No such thing: zero, with nothing to derive.</summary>
    /// <param name="unit">What is counted.</param>
    public static Count None(string unit) => new(0, unit);

    /// <summary>The product of the factors, checked.</summary>
    /// <param name="unit">What is counted.</param>
    /// <param name="factors">The factors, in the order in which they are to be read.</param>
    /// <exception cref="OverflowException">The product is past 64 bits.</exception>
    public static Count Product(string unit, params ReadOnlySpan<long> factors)
    {
        var terms = string.Join("·", factors.ToArray().Select(f => f.ToString("N0", CultureInfo.InvariantCulture)));
        return Of(unit, terms, factors);
    }

    /// <summary>The product of the factors, checked, derived by <paramref name="terms"/>.</summary>
    internal static Count Of(string unit, string terms, params ReadOnlySpan<long> factors)
    {
        Int128 product = 1;
        foreach (var factor in factors)
        {
            product *= factor;
            if (product > long.MaxValue)
            {
                throw new OverflowException(
                    $"Count: {terms} {unit} are more than a 64-bit count holds. Use a smaller volume or fewer filters.");
            }
        }

        return new((long)product, unit, terms);
    }

    /// <summary>The sum of counts of one unit, checked.</summary>
    /// <param name="unit">What is counted.</param>
    /// <param name="counts">The counts to add.</param>
    /// <exception cref="OverflowException">The sum is past 64 bits.</exception>
    public static Count Sum(string unit, IEnumerable<Count> counts)
    {
        var parts = counts.Where(c => c.Value != 0).ToList();
        Int128 sum = 0;
        foreach (var part in parts)
            sum += part.Value;
        return sum <= long.MaxValue
            ? new((long)sum, unit, string.Join(" + ", parts.Select(p => p.Digits)))
            : throw new OverflowException($"Count: the sum of {unit} is more than a 64-bit count holds. Use smaller volumes.");
    }
}
