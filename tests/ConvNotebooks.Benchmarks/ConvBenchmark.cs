using System.Diagnostics;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Convolutions of known networks, ours and every peer's, in interleaved rounds: each round takes one sample of every
/// contestant and of the machine's FMA peak, and the medians are compared.
/// </summary>
internal static class ConvBenchmark
{
    private const double SampleSeconds = 0.02;

    public static void Run(Options options)
    {
        var rounds = options.Numbers("rounds", "7")[0];
        var shapes = ConvShape.Of(options.Words("shapes", "alexnet,vgg16,resnet50,cifar")).ToList();
        var passes = options.Words("pass", "forward").Select(ParsePass).ToList();
        using var report = new ConvReport(options);
        foreach (var pass in passes)
        {
            foreach (var threads in options.Numbers("threads", "1,2"))
            {
                foreach (var batch in options.Numbers("batch", "1"))
                {
                    foreach (var shape in shapes)
                        Measure(new ConvCase(shape.Name, shape.Problem(batch), pass, threads), rounds, report);
                }
            }
        }

        report.Summarise();
    }

    private static void Measure(ConvCase c, int rounds, ConvReport report)
    {
        var contestants = report.Contestants.SelectMany(peer => peer.Prepare(c)).ToList();
        try
        {
            var times = contestants.ConvertAll(Times);
            var samples = contestants.ConvertAll(_ => new List<double>());
            var peaks = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                peaks.Add(Roofline.Peak(c.Threads));
                for (var i = 0; i < contestants.Count; i++)
                {
                    // Each begins a round once, so that nobody always follows the same neighbour's spinning threads.
                    var turn = (i + round) % contestants.Count;
                    samples[turn].Add(contestants[turn].Run(times[turn]) / times[turn]);
                }
            }

            report.Add(c, Median(peaks), [.. contestants.Select((contestant, i) => new Measurement(contestant.Name, contestant.InNetwork,
                Median(samples[i]), contestant.Result()))]);
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    /// <summary>How often to compute for one sample; the first calls prepare code and memory.</summary>
    private static int Times(IContestant contestant)
    {
        contestant.Run(1);
        var clock = Stopwatch.StartNew();
        var seconds = double.MaxValue;
        for (var i = 0; i < 3 || clock.Elapsed.TotalSeconds < SampleSeconds / 4; i++)
            seconds = Math.Min(seconds, contestant.Run(1));
        return (int)Math.Clamp(SampleSeconds / seconds, 1, 100_000);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static Pass ParsePass(string name) => name switch
    {
        "forward" => Pass.Forward,
        "input-gradient" => Pass.InputGradient,
        "filter-gradient" => Pass.FilterGradient,
        _ => throw new UsageException($"benchmarks: --pass has '{name}'; forward, input-gradient or filter-gradient was needed."),
    };
}
