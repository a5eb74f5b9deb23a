using System.Buffers.Binary;
using System.Text.Json.Nodes;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive.Tests;

public sealed class ReadoutDataTests
{
    [Fact]
    public void Few_values_are_kept_exactly()
    {
        float[] values = [0.1f, -2.5e-9f, float.NaN, float.PositiveInfinity];
        var data = new ReadoutData([Area(values), Area([7, 8, 9, 10])]);
        var bytes = Convert.FromBase64String(data.Values);
        Assert.Equal([.. values, 7, 8, 9, 10], Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i))));
        Assert.Equal("f", data.Kind);
        Assert.Equal("", data.Note);
    }

    [Fact]
    public void More_values_are_rounded_relative_to_their_size()
    {
        var values = new SeededRandom(1).Gaussian(new TensorShape(1, 1, 100, 100)).Values.ToArray().Select(v => v * 1e-12f).ToArray();
        var data = new ReadoutData([Area(values)]);
        var entry = JsonNode.Parse(data.Areas)![0]!;
        var (bytes, unit) = (Convert.FromBase64String(data.Values), (double)entry["b"]!);
        Assert.Equal("h", data.Kind);
        Assert.Equal("Values are rounded to three digits.", data.Note);
        for (var i = 0; i < values.Length; i++)
        {
            var kept = (double)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i)) * unit;
            Assert.True(Math.Abs(kept - values[i]) <= Math.Abs(values[i]) / 2048 + unit / (1 << 25), $"{values[i]} was kept as {kept}");
        }
    }

    [Fact]
    public void Very_many_values_are_rounded_to_steps_and_what_does_not_fit_is_named()
    {
        var values = new SeededRandom(1).Uniform(new TensorShape(1, 1, 100, 100)).Values.ToArray();
        var data = new ReadoutData([Area(values), Area(values), Area(values)]);
        var entries = JsonNode.Parse(data.Areas)!.AsArray();
        var bytes = Convert.FromBase64String(data.Values);
        var (from, to) = ((double)entries[1]!["a"]!, (double)entries[1]!["b"]!);
        Assert.All(values.Select((v, i) => Math.Abs(from + (to - from) * bytes[values.Length + i] / 254 - v)), error => Assert.InRange(error, 0, 1 / 508.0));
        Assert.Equal("", (string?)entries[2]!["k"]);
        Assert.Equal("Values are rounded to 1/254 of the range of their map. 1 of 3 maps have too many values to be kept here: only their places are told.", data.Note);
    }

    [Fact]
    public void What_does_not_fit_is_read_from_the_colours_of_its_scale()
    {
        var scale = Drawing.ColorScale.Signed(2);
        var data = new ReadoutData([Area(new float[50_000]) with { Scale = scale }, Area(new float[50_000]) with { Scale = Drawing.ColorScale.Signed(3) }]);
        var entries = JsonNode.Parse(data.Areas)!.AsArray();
        Assert.Equal("c", (string?)entries[1]!["k"]);
        Assert.Equal(0, (int?)entries[1]!["c"]);
        Assert.Equal(3 * Drawing.ColorScale.Steps, Convert.FromBase64String(data.Palettes).Length);
        Assert.Equal("Values are read from the colours, in steps of 1/191 of the scale.", data.Note);
        Assert.Equal(Drawing.ColorScale.Steps, scale.Palette.Distinct().Count());
    }

    private static ReadoutArea Area(float[] values) => new("map", 0, 0, 1, values.Length, 1) { Values = values };
}
