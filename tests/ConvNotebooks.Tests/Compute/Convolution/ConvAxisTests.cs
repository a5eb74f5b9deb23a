using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

public class ConvAxisTests
{
    [Fact]
    public void A_whole_padded_line_becomes_one_tile_whose_outer_taps_leave_pixels_out()
    {
        var tile = Assert.Single(ConvAxis.Tiles(ConvAxis.Forward(outputs: 8, inputs: 8, size: 5, stride: 1, pad: 2, dilation: 1), tileRows: 14)!);
        Assert.Equal((0, 8), (tile.First, tile.Count));
        Assert.Equal([0, 1, 2, 3, 4], tile.Taps);
        Assert.Equal([TapClip.Of(2, 0), TapClip.Of(1, 0), 0, TapClip.Of(0, 1), TapClip.Of(0, 2)], tile.Clips!);
    }

    [Fact]
    public void A_tap_that_would_leave_out_too_much_makes_no_tiles() =>
        Assert.Null(ConvAxis.Tiles(ConvAxis.Forward(outputs: 9, inputs: 9, size: 9, stride: 1, pad: 4, dilation: 1), tileRows: 14));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tiles_give_every_output_the_taps_and_inputs_of_its_run_in_order(bool adjoint)
    {
        var tiled = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var r = new RandomProblems(seed);
            var (inputs, size, stride, pad, dilation, outputs) = (r.From(1, 40), r.From(1, 5), r.From(1, 4), r.From(0, 6), r.From(1, 3), r.From(1, 40));
            var runs = adjoint
                ? ConvAxis.Adjoint(outputs, inputs, size, stride, pad, dilation)
                : ConvAxis.Forward(outputs, inputs, size, stride, pad, dilation);
            if (ConvAxis.Tiles(runs, r.Chance(0.5) ? 14 : 6) is not { } tiles)
                continue;
            tiled++;
            Assert.Equal(Reads(runs), Reads(tiles));
        }

        Assert.True(tiled > 100, $"{tiled} of 300 problems had tiles");
    }

    [Theory]
    [InlineData(3, 1, false)]
    [InlineData(3, 1, true)]
    [InlineData(5, 4, false)]
    [InlineData(5, 4, true)]
    public void A_row_of_windows_reads_neighbours_but_for_what_lies_outside(int columns, int mostCut, bool adjoint)
    {
        var (rows, cuts) = (0, new HashSet<(int First, int Last)>());
        for (var seed = 0; seed < 1500; seed++)
        {
            var r = new RandomProblems(seed);
            var (inputs, size, stride, pad, dilation, outputs) = (r.From(1, 20), r.From(columns - 1, columns + 1), r.From(1, 2), r.From(0, columns - 1), r.From(1, 2), r.From(1 - columns, columns - 1));
            outputs = Math.Max(1, inputs + outputs);
            var runs = adjoint
                ? ConvAxis.Adjoint(outputs, inputs, size, stride, pad, dilation)
                : ConvAxis.Forward(outputs, inputs, size, stride, pad, dilation);
            if (ConvAxis.WindowRow(runs, columns, mostCut) is not { } row)
                continue;
            rows++;
            cuts.Add(row.Cut);
            Assert.Equal(Reads(runs), Enumerable.Range(0, row.Count).Select(i => $"{row.First + i}: " + string.Join(' ', Enumerable.Range(0, columns)
                .Where(t => i + t >= row.Cut.First && i + t < row.Count + columns - 1 - row.Cut.Last)
                .Select(t => $"{row.Taps[t]}@{row.Origin + i + t}"))));
        }

        Assert.True(rows > 20, $"{rows} of 1500 problems had rows of windows");
        Assert.Equal((mostCut, mostCut), (cuts.Max(cut => cut.First), cuts.Max(cut => cut.Last)));
    }

    /// <summary>What each output reads, as text, by output.</summary>
    private static IEnumerable<string> Reads(List<ConvAxis> runs) => runs
        .SelectMany(run => Enumerable.Range(0, run.Count).Select(i => (Output: run.First + i * run.Step, Text: string.Join(' ', Enumerable
            .Range(0, run.Taps.Length)
            .Where(t => run.Clips is null || (i >= TapClip.First(run.Clips[t]) && run.Count - i > TapClip.Last(run.Clips[t])))
            .Select(t => $"{run.Taps[t]}@{run.Origin + i * run.InputStep + run.Offsets[t]}")))))
        .OrderBy(read => read.Output)
        .Select(read => $"{read.Output}: {read.Text}");
}
