namespace ConvNotebooks.Tests.Volumes;

public class CountTests
{
    [Fact]
    public void One_thing_is_singular()
    {
        Assert.Equal("1 bias", new Count(1, "biases").ToString());
        Assert.Equal("1 weight", new Count(1, "weights").ToString());
        Assert.Equal("2 biases", new Count(2, "biases").ToString());
    }

    [Fact]
    public void A_product_is_derived_from_its_factors() =>
        Assert.Equal("5·5·3 = 75 weights", Count.Product("weights", 5, 5, 3).Derivation);

    [Fact]
    public void A_sum_leaves_zeros_out() =>
        Assert.Equal("900 + 12 = 912 parameters",
            Count.Sum("parameters", [new(900, "weights"), new(0, "weights"), new(12, "biases")]).Derivation);

    [Fact]
    public void Nothing_to_derive_is_said_once() => Assert.Equal("12 biases", new Count(12, "biases", "12").Derivation);

    [Fact]
    public void A_sum_past_64_bits_is_an_error() =>
        Assert.Throws<OverflowException>(() => Count.Sum("neurons", [new(long.MaxValue, "neurons"), new(1, "neurons")]));

    [Fact]
    public void A_count_reads_as_a_number() => Assert.Equal(75, Count.Product("weights", 5, 5, 3) + 0);
}
