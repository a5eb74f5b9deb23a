using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>What the pooling definitions promise at their edges.</summary>
public class PoolReferenceTests
{
    private static readonly PoolProblem Padded = new()
    {
        Batch = 1,
        Channels = 1,
        Height = 2,
        Width = 2,
        WindowHeight = 2,
        WindowWidth = 2,
        PadTop = 1,
        PadLeft = 1,
        OutHeight = 3,
        OutWidth = 3,
    };

    [Fact]
    public void Padding_never_wins_even_over_negative_pixels()
    {
        var y = new float[9];
        PoolReference.Max(Padded, [-4, -3, -2, -1], y);
        Assert.Equal([-4, -3, -3, -2, -1, -1, -2, -1, -1], y);
    }

    [Fact]
    public void Of_equal_pixels_the_first_in_scan_order_is_the_switch()
    {
        var (y, switches) = (new float[9], new int[9]);
        PoolReference.Max(Padded, [5, 5, 5, 5], y, switches);
        Assert.Equal([0, 0, 1, 0, 0, 1, 2, 2, 3], switches);
    }

    [Fact]
    public void A_NaN_wins_over_every_number()
    {
        var (y, switches) = (new float[9], new int[9]);
        PoolReference.Max(Padded, [float.NaN, 9, 8, 7], y, switches);
        Assert.Equal([float.NaN, float.NaN, 9, float.NaN, float.NaN, 9, 8, 8, 7], y);
        Assert.Equal(0, switches[4]);
    }

    [Fact]
    public void An_average_counts_real_pixels_or_the_whole_window()
    {
        var y = new float[9];
        PoolReference.Average(Padded, [4, 8, 12, 16], y);
        Assert.Equal([4, 6, 8, 8, 10, 12, 12, 14, 16], y);
        PoolReference.Average(Padded, [4, 8, 12, 16], y, includePadding: true);
        Assert.Equal([1, 3, 2, 4, 10, 6, 3, 7, 4], y);
    }

    [Fact]
    public void The_L2_norm_of_a_window()
    {
        var y = new float[9];
        PoolReference.L2(Padded, [3, 4, 0, 0], y);
        Assert.Equal([3, 5, 4, 3, 5, 4, 0, 0, 0], y);
    }

    [Fact]
    public void A_window_of_nothing_but_padding_gives_zero_and_no_switch()
    {
        var p = Padded with { WindowHeight = 1, WindowWidth = 1, OutHeight = 1, OutWidth = 1 };
        var (y, switches) = (new[] { 7f }, new[] { 7 });
        PoolReference.Max(p, [1, 2, 3, 4], y, switches);
        Assert.Equal((0f, -1), (y[0], switches[0]));
        PoolReference.Average(p, [1, 2, 3, 4], y);
        Assert.Equal(0f, y[0]);
    }
}
