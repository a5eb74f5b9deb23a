using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

public class ConvCoverTests
{
    [Theory]
    [InlineData(6, false)]
    [InlineData(6, true)]
    [InlineData(14, false)]
    [InlineData(14, true)]
    public void Every_output_is_covered_once_and_reads_its_taps_in_order(int tileRows, bool clipped)
    {
        var unusual = 0;
        for (var seed = 0; seed < 80; seed++)
        {
            var r = new RandomProblems(seed);
            var (height, width, size, stride, pad) = (r.From(1, 20), r.From(1, 20), r.From(1, 5), r.From(1, 3), r.From(0, 3));
            var p = ConvProblems.Layer(2, height, width, r.Chance(0.5) ? 8 : 256, size, stride, pad);
            var column = ConvAxis.Forward(p.OutHeight, height, size, stride, pad, 1);
            var line = ConvAxis.Forward(p.OutWidth, width, size, stride, pad, 1);
            var cut = p.OutHeight > 1 && clipped ? ConvAxis.Tiles(line, tileRows) ?? line : line;
            var cover = new ConvCover(p, ActivationLayout.Nchw, tileRows, channelBlock: 2, column, cut, tapColumns: 1, wide: false, narrow: tileRows <= ConvCover.MostNarrow, strips: 2);
            unusual += Array.Exists(cover.Spots, spot => spot.Clipped || (spot.Rows > 1 && spot.YStep > 1)) ? 1 : 0;
            Assert.All(cover.Spots, spot => Assert.InRange(spot.Rows, 1, tileRows));
            Assert.Equal(Expected(p), Reads(cover, p.Channels));
        }

        Assert.True(unusual > 20, $"{unusual} of 80 covers had tiles across lines or with ends left out");
    }

    [Fact]
    public void What_narrow_tiles_leave_of_long_lines_goes_across()
    {
        // 26 columns by 12 rows: 4 tiles of 6 a row, and 2 tiles of 6 in either of the two columns that are left.
        var line = ConvAxis.Forward(outputs: 26, inputs: 28, size: 3, stride: 1, pad: 0, dilation: 1);
        var column = ConvAxis.Forward(outputs: 12, inputs: 14, size: 3, stride: 1, pad: 0, dilation: 1);
        var p = ConvProblems.Layer(16, 14, 28, 512, size: 3);
        var cover = new ConvCover(p, ActivationLayout.Nchw16c, tileRows: 6, channelBlock: 16, column, line, tapColumns: 1, wide: false, narrow: true, strips: 2);
        Assert.All(cover.Spots, spot => Assert.Equal(6, spot.Rows));
        Assert.Equal(12 * 4 + 2 * 2, cover.Spots.Length);
    }

    [Theory]
    [InlineData(7, 3, false)]
    [InlineData(14, 3, false)]
    [InlineData(28, 3, false)]
    [InlineData(8, 5, true)]
    public void A_padded_plane_has_narrow_tiles_of_its_ends_where_that_is_sooner_done(int side, int size, bool clipped)
    {
        var p = ConvProblems.Layer(32, side, side, 32, size, pad: size / 2);
        Assert.Equal(clipped, new ConvPlan(p, ActivationLayout.Nchw16c, tileRows: 6, lanes: 8, adjoint: false).Spots.Any(spot => spot.Clipped));
        var wide = new ConvPlan(p, ActivationLayout.Nchw16c, tileRows: 14, lanes: 16, adjoint: false);
        Assert.True(wide.TapColumns == size || wide.Spots.Any(spot => spot.Clipped));
    }

    [Theory]
    [InlineData(3, 1, 12)]
    [InlineData(5, 4, 10)]
    [InlineData(5, 4, 20)]
    public void Tiles_by_rows_of_windows_cover_every_output_once_and_cut_what_is_outside(int size, int mostCut, int mostPixels)
    {
        for (var (seed, pad) = (0, 0); pad <= mostCut; seed++, pad = seed / 30)
        {
            var r = new RandomProblems(seed);
            var (height, width) = (r.From(1, 9), r.From(size + 1, 40));
            var p = ConvProblems.Layer(2, height, width, 16, size, pad: pad) with { OutWidth = width + pad + r.From(0, mostCut) - size + 1 };
            var column = ConvAxis.Forward(p.OutHeight, height, size, 1, pad, 1);
            var line = ConvAxis.WindowRow(ConvAxis.Forward(p.OutWidth, width, size, 1, pad, 1), size, mostCut)!;
            var cover = new ConvCover(p, ActivationLayout.Nchw, tileRows: mostPixels, channelBlock: 2, column, [line], tapColumns: size, wide: false, narrow: false, strips: 2);
            Assert.All(cover.Spots, spot => Assert.InRange(spot.Rows, 1, mostPixels));
            Assert.Equal(Expected(p), cover.Spots
                .SelectMany(spot => Enumerable.Range(0, spot.Rows).Select(i => (Output: spot.Y + i * spot.YStep, Text: string.Join(' ',
                    from tap in cover.Taps.Skip(spot.FirstTap).Take(spot.TapsPerChannel * p.Channels)
                    from t in Enumerable.Range(0, size)
                    where i + t >= spot.CutFirst && i + t < spot.Rows + size - 1 - spot.CutLast
                    select $"{tap.W / PackedFilters.Block + t}@{spot.X + i + t + tap.X}"))))
                .OrderBy(read => read.Output)
                .Select(read => $"{read.Output}: {read.Text}"));
        }
    }

    /// <summary>What each output reads, as text, in the order of outputs.</summary>
    private static IEnumerable<string> Expected(ConvProblem p) =>
        from y in Enumerable.Range(0, p.OutHeight)
        from x in Enumerable.Range(0, p.OutWidth)
        select $"{y * p.OutWidth + x}: " + string.Join(' ',
            from c in Enumerable.Range(0, p.Channels)
            from fy in Enumerable.Range(0, p.FilterHeight)
            from fx in Enumerable.Range(0, p.FilterWidth)
            let row = y * p.StrideH - p.PadTop + fy
            let column = x * p.StrideW - p.PadLeft + fx
            where row >= 0 && row < p.Height && column >= 0 && column < p.Width
            select $"{(c * p.FilterHeight + fy) * p.FilterWidth + fx}@{c * p.Plane + row * p.Width + column}");

    private static IEnumerable<string> Reads(ConvCover cover, int channels) => cover.Spots
        .SelectMany(spot => Enumerable.Range(0, spot.Rows).Select(i => (
            Output: spot.Y + i * spot.YStep,
            Text: string.Join(' ', cover.Taps.Skip(spot.FirstTap).Take(spot.TapsPerChannel * channels)
                .Select(tap => (tap.X, W: tap.W / PackedFilters.Block, Clip: tap.W & TapClip.Mask))
                .Where(tap => !spot.Clipped || (i >= TapClip.First(tap.Clip) && spot.Rows - i > TapClip.Last(tap.Clip)))
                .Select(tap => $"{tap.W}@{spot.X + i * spot.XStep + tap.X}")))))
        .OrderBy(read => read.Output)
        .Select(read => $"{read.Output}: {read.Text}");

    [Theory]
    [InlineData(64, 14, 2)]
    [InlineData(160, 14, 2)]
    [InlineData(256, 14, 1)]
    [InlineData(64, 1, 1)]
    public void Few_parts_are_an_even_number(int filters, int side, int bands)
    {
        var p = new ConvProblem { Batch = 1, Channels = 480, Height = side, Width = side, Filters = filters, FilterHeight = 1, FilterWidth = 1, OutHeight = side, OutWidth = side };
        var plan = new ConvPlan(p, ActivationLayout.Nchw16c, tileRows: 14, lanes: 16, adjoint: false);
        Assert.Equal(bands, plan.Bands.Length);
        Assert.Equal(p.OutPlane, plan.Bands.Sum(band => band.Pixels));
    }
}
