using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Tests.Experiments;

/// <summary>A process that logs as fast as it can is killed fifty times, at random points.</summary>
public sealed class KillTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Kills = 50, LinesBetweenReports = 5;

    [Fact]
    public async Task Every_run_that_was_killed_is_readable_and_loses_at_most_the_line_being_written()
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(231);
        var (cut, events) = (0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, "log", folder.Path])
            {
                RedirectStandardOutput = true,
            })!;
            // The child says after every fifth line what it has logged; it is killed after a random number of those.
            var reported = 0L;
            for (var report = 1 + random.NextInt32(60); report > 0; report--)
                reported = long.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            process.Kill();
            await process.WaitForExitAsync();

            var run = Run.In(folder.Path)[^1];
            Assert.Equal(RunStatus.Unfinished, run.Status);
            var steps = run.Series("loss").Select(p => p.Step).ToArray();
            Assert.Equal(Enumerable.Range(1, steps.Length).Select(s => (long)s), steps);
            Assert.True(steps.Length >= reported, $"seed 231, kill {kill}: {reported} lines were logged, {steps.Length} are there");
            Assert.True(run.Problems.Count <= 1, string.Join("\n", run.Problems));
            cut += run.Problems.Count;
            events += steps.Length;
            Directory.Delete(run.Folder, recursive: true);
        }

        output.WriteLine($"seed 231: {Kills} kills, {events} lines read back, {cut} cut lines left out");
    }

    /// <summary>The child: logs metrics, figures and records until it is killed.</summary>
    internal static int LogForEver(string folder)
    {
        using var run = Experiment.Start("killed", options: new() { Folder = folder });
        for (var step = 1L; ; step++)
        {
            run.Metric("loss", 1.0 / step, step);
            if (step % LinesBetweenReports != 0)
                continue;
            run.Result("loss", 1.0 / step).Figure("pixel", Samples.Png);
            Console.WriteLine(step);
        }
    }
}
