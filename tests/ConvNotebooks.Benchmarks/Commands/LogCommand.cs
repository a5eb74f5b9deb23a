using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>What logging costs: training steps with an open experiment beside the same steps without, in turns.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Epochs of each kind, in turns.", DefaultValueFactory = _ => 11 };
        var command = new Command("log", "Measures what logging adds to a training step.") { rounds };
        command.SetAction(parsed => Run(parsed.GetValue(rounds)));
        return command;
    }

    private static int Run(int rounds)
    {
        Console.WriteLine(MachineInfo.Here());
        var folder = Directory.CreateTempSubdirectory("convnotebooks-log-").FullName;
        try
        {
            var (logged, bare) = (new List<double>(), new List<double>());
            var steps = 0;
            Epoch(null, out steps); // compiles the routines
            for (var round = 0; round < rounds; round++)
            {
                bare.Add(Epoch(null, out steps));
                using var experiment = Experiment.Start("log", options: new() { Folder = folder, Weights = WeightFiles.None });
                logged.Add(Epoch(experiment, out steps));
            }

            var (with, without) = (Statistics.Median([.. logged]), Statistics.Median([.. bare]));
            var differences = logged.Zip(bare, (l, b) => l - b).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"step without logging {without * 1e6:0.0} us, with {with * 1e6:0.0} us; median of paired differences {Statistics.Median(differences) * 1e6:0.0} us: {100 * Statistics.Median(differences) / without:0.00} % ({rounds} epochs of {steps} steps each)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"writing one step's line alone: {LineAlone(folder) * 1e6:0.0} us, {100 * LineAlone(folder) / without:0.00} % of a step"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Seconds a step, the epoch's end not counted: the network of the CS231n notes on small images, 32 a step.</summary>
    private static double Epoch(Experiment? experiment, out int steps)
    {
        var net = Network.Parse("INPUT 28x28x1 -> [CONV 16 3x3 p1 -> RELU -> POOL 2]*2 -> FC 10");
        long began = 0, ended = 0;
        var count = 0;
        new Trainer(net, new Batches(Datasets.FashionMnistSubset().Train[..3200], 32), new SoftmaxCrossEntropy(), new Adam(0.001))
        {
            Epochs = 1,
            Experiment = experiment,
            OnStep = report =>
            {
                count = report.Batch - 1;
                if (report.Batch == 1)
                    began = Stopwatch.GetTimestamp();
                ended = Stopwatch.GetTimestamp();
            },
        }.Run();
        steps = count;
        return Stopwatch.GetElapsedTime(began, ended).TotalSeconds / count;
    }

    private static double LineAlone(string folder)
    {
        const int Lines = 20_000;
        using var experiment = Experiment.Start("line", options: new() { Folder = folder });
        var report = new StepReport(1, 1, 1, 100, 2.302585092994046, 0.09375, 0.001, null);
        experiment.Step(report);
        var began = Stopwatch.GetTimestamp();
        for (var line = 0; line < Lines; line++)
            experiment.Step(report);
        return Stopwatch.GetElapsedTime(began).TotalSeconds / Lines;
    }
}
