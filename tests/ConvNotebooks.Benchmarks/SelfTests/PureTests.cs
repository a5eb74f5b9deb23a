using System.Text.Json.Nodes;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>The parts of the benchmark that compute without any library.</summary>
internal static class PureTests
{
    public static (string Name, Action Test)[] All =>
    [
        ("the median is the middle, or the mean of the two in the middle", Medians),
        ("the geometric mean of 2 and 8 is 4, and that of a ratio and its inverse 1", GeometricMeans),
        ("a shape's line is read and written back", ShapeLine),
        ("a line that is no shape is refused with what was needed", BadLines),
        ("the tables have the published numbers of layers and multiply-adds", Tables),
        ("a summary gives mean, minimum and its case", Summaries),
        ("every contestant has as many turns as there are rounds", Turns),
        ("a turn beside a peak far below the highest is taken again, for two seconds at most", PartsOfCores),
        ("a machine that changes its speed between the rounds changes no percentage and no ratio", Phases),
        ("the error check finds one wrong value", Errors),
        ("single values of the reference are those of the whole", ReferenceValues),
        ("results are written whole, and nothing else stays behind", ResultsOnDisk),
    ];

    private static void Medians()
    {
        Expect.Equal(2, Statistics.Median([3, 1, 2]));
        Expect.Equal(2.5, Statistics.Median([4, 1, 2, 3]));
    }

    private static void GeometricMeans()
    {
        Expect.Within(1e-12, Math.Abs(Statistics.GeometricMean([2, 8]) - 4));
        Expect.Within(1e-12, Math.Abs(Statistics.GeometricMean([1.7, 1 / 1.7]) - 1));
    }

    private static void ShapeLine()
    {
        var shape = ConvShape.Parse("  conv2 96x27x28  256 5x3 s2 p2 d3 g2 x4");
        Expect.Equal("conv2 96x27x28 256 5x3 s2 p2 d3 g2", shape.ToString());
        Expect.Equal((4, (27 + 4 - 13) / 2 + 1, (28 + 4 - 7) / 2 + 1), (shape.Times, shape.OutHeight, shape.OutWidth));
        Expect.Equal(1, ShapeTables.Parse(["# comment", "", "a 3x8x8 4 3x3 p1 # another"]).Count());
    }

    private static void BadLines()
    {
        Expect.Throws<FormatException>(
            "Shapes: the line 'a 3x8x8' came; a name, an input such as 96x27x27, a number of filters and a filter size such as 5x5 were needed.",
            () => ConvShape.Parse("a 3x8x8"));
        Expect.Throws<FormatException>("Shapes: the line 'a 3x8x8 4 3x3 q1' came; 'q1' is no option: s2, p1, d2, g2 or x3 was needed.",
            () => ConvShape.Parse("a 3x8x8 4 3x3 q1"));
        Expect.Throws<FormatException>("Shapes: the line 'a 3x8x8 4 3x3 g2' came; groups that divide 3 channels and 4 filters were needed.",
            () => ConvShape.Parse("a 3x8x8 4 3x3 g2"));
        Expect.Throws<FormatException>("Shapes: the line 'a 3x8x8 4 9x9' came; a filter that fits into the padded input was needed.",
            () => ConvShape.Parse("a 3x8x8 4 9x9"));
    }

    // Convolutional layers' share of the usual counts: AlexNet 665.8 M, VGG-16 15.35 G, ResNet-50 4.09 G, MobileNet 568 M multiply-adds.
    private static void Tables()
    {
        Check("alexnet", 5, 665_784_864);
        Check("vgg16", 13, 15_346_630_656);
        Check("resnet50", 53, 4_087_136_256);
        Check("mobilenet", 27, 567_716_352);

        static void Check(string name, int layers, long multiplyAdds)
        {
            var shapes = ShapeTables.Of([name]);
            Expect.Equal(layers, shapes.Sum(s => s.Times));
            Expect.Equal(multiplyAdds, shapes.Sum(s => s.Times * s.Problem(1).MultiplyAdds));
            Expect.Equal(shapes.Length, shapes.Select(s => s with { Name = "", Times = 1 }).Distinct().Count());
        }
    }

    private static void Summaries()
    {
        var summary = Summary.Of("peer", [("a", 2.0), ("b", 0.5), ("c", 1.0)])!;
        Expect.Equal("geomean 1.000 min 0.500 over 3 shapes vs peer", summary.ToString());
        Expect.Equal("b", summary.MinAt);
        Expect.Equal(null, Summary.Of("peer", []));
    }

    private static void Turns()
    {
        FakeContestant[] contestants = [new(0.001, []), new(0.004, [])];
        var turns = new Rounds(5, 0.01, TimeSpan.Zero).Measure(contestants, 1, () => 1);
        Expect.Equal((5, 5), (turns[0].Length, turns[1].Length));
        Expect.Within(1e-9, turns[0].Max(t => Math.Abs(t.Seconds - 0.001)));
        Expect.Within(1e-9, turns[1].Max(t => Math.Abs(t.Seconds - 0.004)));

        // A round takes 0.018 s: a budget of 0.06 s lasts for four; three there always are.
        int Rounds(double budget) => new Rounds(9, 0.01, TimeSpan.Zero, budget).Measure(contestants, 1, () => 1)[0].Length;
        Expect.Equal((3, 4, 9), (Rounds(0.001), Rounds(0.06), Rounds(1)));
    }

    // After twenty looks: half of the peak between the first turn and its repetition, and for good from the third turn's end on.
    private static void PartsOfCores()
    {
        var looks = 0;
        var rounds = new Rounds(3, 0.5, TimeSpan.Zero);
        var turns = rounds.Measure([new FakeContestant(0.5, [])], 2, () => ++looks switch
        {
            <= 20 => 100,
            22 => 50,
            < 26 => 90,
            _ => 49,
        })[0];
        Expect.Equal((2 + 3, 1), (rounds.TakenAgain, rounds.OnPartsOfCores));
        Expect.Equal((90.0, 90.0, 49.0), (turns[0].Peak, turns[1].Peak, turns[2].Peak));
    }

    // Ours does 2 GFLOP in 10 ms where the peak is 250 GFLOP/s; the other takes twice as long; later everything is a fifth slower.
    private static void Phases()
    {
        double[] speeds = [1, 0.8, 0.8, 1, 1];
        Turn[] ours = Array.ConvertAll(speeds, speed => new Turn(0.01 / speed, 250 * speed));
        Turn[] others = Array.ConvertAll(speeds, speed => new Turn(0.02 / speed, 250 * speed));
        Expect.Within(1e-9, Math.Abs(Turn.PercentOfPeak(ours, 2e9) - 80));
        Expect.Within(1e-9, Math.Abs(Turn.PercentOfPeak(ours[1..4], 2e9) - 80));
        Expect.Within(1e-9, Math.Abs(Turn.Ratio(others, ours) - 2));
    }

    private static void Errors()
    {
        var c = new ConvCase(ConvShape.Parse("a 4x5x6 6 3x3 p1 g2"), 2, Pass.Forward, 1);
        var y = new float[c.ResultLength];
        Conv2dReference.Forward(c.Problem, c.Input, c.Filters, c.Biases, y);
        var check = new ErrorCheck(c);
        Expect.Equal(0, check.Of(new FakeContestant(1, y)));
        y[^1] += 0.25f;
        Expect.Within(1e-6, Math.Abs(check.Of(new FakeContestant(1, y)) - 0.25));
        y[0] = float.NaN;
        Expect.Equal(double.PositiveInfinity, check.Of(new FakeContestant(1, y)));
    }

    private static void ReferenceValues()
    {
        foreach (var line in new[] { "a 4x5x6 6 3x3 p1 g2", "b 4x9x8 6 3x2 s2 p1 d2 g2", "c 3x7x7 5 1x1 s2" })
        {
            foreach (var pass in Enum.GetValues<Pass>())
            {
                var c = new ConvCase(ConvShape.Parse(line), 2, pass, 1);
                var whole = new float[c.ResultLength];
                if (pass == Pass.Forward)
                    Conv2dReference.Forward(c.Problem, c.Input, c.Filters, c.Biases, whole);
                else if (pass == Pass.InputGradient)
                    Conv2dGradientReference.Input(c.Problem, c.OutputGradient, c.Filters, whole);
                else
                    Conv2dGradientReference.Filters(c.Problem, c.Input, c.OutputGradient, whole);
                for (var i = 0; i < whole.Length; i++)
                    Expect.Equal(whole[i], ReferenceValue.At(c, i));
            }
        }
    }

    private static void ResultsOnDisk()
    {
        var folder = Directory.CreateTempSubdirectory("ConvNotebooks.Benchmarks.");
        try
        {
            var path = Path.Combine(folder.FullName, "results.json");
            ResultsFile.Write(path, new { peak = 1.5, none = double.NaN });
            ResultsFile.Write(path, new { peak = 2.5 });
            Expect.Equal(2.5, JsonNode.Parse(File.ReadAllText(path))!["peak"]!.GetValue<double>());
            Expect.Equal(1, folder.GetFiles().Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
