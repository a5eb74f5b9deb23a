using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

[Collection(ComputeSettings.Name)]
public class ComputeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1025)]
    public void A_number_of_threads_that_cannot_be_says_what_is_needed(int threads)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Compute.Threads = threads);
        Assert.StartsWith($"Compute.Threads: {threads} came, a number from 1 to 1024 was needed. "
            + $"Set {Environment.ProcessorCount} to use every processor of this machine.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_description_names_width_and_processors()
    {
        using var _ = ComputeSettings.Use(256, 3);
        Assert.Equal(256, Compute.VectorBits);
        Assert.StartsWith("256-bit vectors on ", Compute.Description, StringComparison.Ordinal);
        Assert.EndsWith($", 3 of {Environment.ProcessorCount} processors", Compute.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_width_that_no_processor_has_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Lanes.Force(384));
}
