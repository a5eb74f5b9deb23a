namespace ConvNotebooks.Interactive.Tests;

public sealed class SharingTests
{
    [Fact]
    public void The_stops_count_what_the_layers_count()
    {
        var photo = Network.Input(227, 227, 3);
        var stops = SharingStop.Of(photo, filters: 96, size: 11, stride: 4, pad: 0);
        Assert.Equal([0, 1, 5, 11, 55], stops.Select(s => s.Block));
        Assert.Equal(photo.Dense(55 * 55 * 96).Total.Parameters.Value, stops[0].Parameters);
        Assert.Equal(photo.Local(96, size: 11, stride: 4).Total.Parameters.Value, stops[1].Parameters);
        Assert.Equal(photo.Conv(96, size: 11, stride: 4).Total.Parameters.Value, stops[^1].Parameters);

        // CS231n, "Parameter Sharing": 105,705,600 on the first layer alone, 34,944 shared.
        Assert.Equal([105_705_600L, 34_944L], [stops[1].Parameters, stops[^1].Parameters]);
    }

    [Fact]
    public void A_side_that_has_no_divisors_has_three_stops_and_one_of_many_has_six()
    {
        Assert.Equal([0, 1, 7], SharingStop.Of(Network.Input(9, 9, 1), 2, 3, 1, 0).Select(s => s.Block));
        Assert.Equal([0, 1, 2, 4, 8, 24], SharingStop.Of(Network.Input(24, 24, 1), 2, 1, 1, 0).Select(s => s.Block));
        Assert.Equal([0, 1, 2, 6], SharingStop.Of(Network.Input(6, 4, 1), 2, 1, 1, 0).Select(s => s.Block));
    }

    [Fact]
    public void A_window_that_does_not_fit_is_refused() => Assert.Throws<FitException>(() => Network.Input(10, 10, 1).Sharing(4, size: 3, stride: 2));
}
