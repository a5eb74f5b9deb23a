using ConvNotebooks.Interactive;

namespace ConvNotebooks.Interactive.Tests.Comparisons;

public class ComparisonTests
{
    [Fact]
    public void Numbers_counts_shapes_and_texts_are_compared_as_they_are_shown()
    {
        var comparison = new Comparison("mixed")
            .Row(1, "a count", 3072, Count.Product("weights", 32, 32, 3))
            .Row(3, "a shape", "[32x32x3]", new Shape(32, 32, 3))
            .Row("a float", 0.5f, 0.5f);
        Assert.True(comparison.Agrees);
        Assert.Equal(["3,072", "[32x32x3]", "0.5"], comparison.Rows.Select(r => r.Computed));
    }

    [Fact]
    public void A_difference_is_a_difference()
    {
        var comparison = new Comparison("one bit").Row("a float", 0.1f, MathF.BitIncrement(0.1f)).Row("a sign", 0f, -0f);
        Assert.All(comparison.Rows, row => Assert.False(row.Agrees));
        Assert.False(comparison.Agrees);
    }

    [Fact]
    public void Nothing_cannot_be_compared() => Assert.Contains("Give a number, a shape or a string.",
        Assert.Throws<ArgumentNullException>(() => new Comparison("nothing").Row("a null", null!, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_correction_of_the_text_has_to_differ_from_it_and_to_say_why()
    {
        var comparison = new Comparison("corrections").Correction(21, "differs", 55, "55.75", "213 is odd").Correction(21, "does not", 55, 55, "why");
        Assert.Equal(["†", "≠"], comparison.Rows.Select(r => r.Mark));
        Assert.False(comparison.Agrees);
        Assert.Throws<ArgumentException>(() => comparison.Correction(21, "differs", 1, 2, " "));
    }
}
