using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>
/// A table that sets what a text states beside what the library computed, and says of each row whether they agree.
/// </summary>
/// <param name="title">What is compared.</param>
/// <example><c>new Comparison("A neuron").Row(1, "weights on 32x32x3", 3072, net.Total.Weights)</c></example>
public sealed class Comparison(string title)
{
    private readonly List<ComparisonRow> rows = [];

    /// <summary>What is compared.</summary>
    public string Title { get; } = title;

    /// <summary>The rows, in order.</summary>
    public IReadOnlyList<ComparisonRow> Rows => rows;

    /// <summary>Whether no row fails: each agrees, or corrects the text as announced.</summary>
    public bool Agrees => rows.TrueForAll(r => r.Agrees);

    /// <summary>Adds a row for a numbered example of the text.</summary>
    /// <param name="number">The example's number.</param>
    /// <param name="what">What is stated.</param>
    /// <param name="stated">What the text states: a number, a shape, a string.</param>
    /// <param name="computed">What the library computed.</param>
    /// <param name="note">A remark; null for none.</param>
    public Comparison Row(int number, string what, object stated, object computed, string? note = null) =>
        Add(new(number, what, Show(stated), Show(computed), note));

    /// <summary>Adds a row.</summary>
    /// <param name="what">What is stated.</param>
    /// <param name="stated">What the text states: a number, a shape, a string.</param>
    /// <param name="computed">What the library computed.</param>
    /// <param name="note">A remark; null for none.</param>
    public Comparison Row(string what, object stated, object computed, string? note = null) =>
        Add(new(null, what, Show(stated), Show(computed), note));

    /// <summary>
    /// Adds a row in which the text is wrong or loose: what was computed must differ from what it states, and the row says why.
    /// </summary>
    /// <param name="number">The example's number.</param>
    /// <param name="what">What is stated.</param>
    /// <param name="stated">What the text states: a number, a shape, a string.</param>
    /// <param name="computed">What the library computed.</param>
    /// <param name="why">Why they differ.</param>
    public Comparison Correction(int number, string what, object stated, object computed, string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        return Add(new(number, what, Show(stated), Show(computed), why) { CorrectsTheText = true });
    }

    private Comparison Add(ComparisonRow row)
    {
        rows.Add(row);
        return this;
    }

    private static string Show(object value) => value switch
    {
        null => throw new ArgumentNullException(nameof(value), "Comparison: nothing came to compare. Give a number, a shape or a string."),
        Count count => Show(count.Value),
        int or long => ((IFormattable)value).ToString("N0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

/// <summary>A row of a <see cref="Comparison"/>.</summary>
/// <param name="Number">The example's number in the text; null for a row of one's own.</param>
/// <param name="What">What is stated.</param>
/// <param name="Stated">What the text states, as text.</param>
/// <param name="Computed">What the library computed, as text.</param>
/// <param name="Note">A remark, or why they differ; null for none.</param>
public sealed record ComparisonRow(int? Number, string What, string Stated, string Computed, string? Note)
{
    /// <summary>Whether the row is there because the text is wrong or loose, so that both must differ.</summary>
    public bool CorrectsTheText { get; init; }

    /// <summary>Whether both texts are the same or, in a row that corrects the text, are not.</summary>
    public bool Agrees => Stated == Computed != CorrectsTheText;

    /// <summary>The verdict in one sign: ✓ they agree, † the text is corrected, ≠ the row fails.</summary>
    public string Mark => (Agrees, CorrectsTheText) switch
    {
        (false, _) => "≠",
        (true, true) => "†",
        (true, false) => "✓",
    };
}
