using System.Diagnostics;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Times contestants in turn, round after round, so that whatever else the machine does falls on all of them alike. Threads
/// that a library leaves spinning after a call would slow down the next contestant: everyone starts after a pause, and another
/// one until this process is at rest (ONNX Runtime's threads spin for 20 ms and more). A budget ends the rounds of a long case
/// early, after three of them at the earliest.
/// </summary>
internal sealed class Rounds(int rounds, double secondsPerTurn, TimeSpan pause, double budget = double.PositiveInfinity)
{
    private const double ShortCall = 0.02;
    private const int Fewest = 3, MostPauses = 50;

    /// <summary>Rounds that the results rest on, where the budget lasts.</summary>
    public int Count => rounds;

    /// <summary>Seconds of computing for one case, all contestants together.</summary>
    public double Budget => budget;

    /// <summary>Runs the rounds; gives each contestant's turns, round by round. peak is measured right before every turn.</summary>
    public Turn[][] Measure(IReadOnlyList<IContestant> contestants, Func<double> peak)
    {
        var times = contestants.Select(Calibrate).ToArray();
        var turns = contestants.Select(_ => new List<Turn>()).ToArray();
        var spent = 0.0;
        for (var round = 0; round < rounds && (round < Fewest || spent < budget); round++)
        {
            for (var i = 0; i < contestants.Count; i++)
            {
                // Another one begins each round, so that nobody always follows the same neighbour.
                var next = (i + round) % contestants.Count;
                var turn = Take(contestants[next], times[next], peak);
                turns[next].Add(turn);
                spent += turn.Seconds * times[next];
            }
        }

        return Array.ConvertAll(turns, of => of.ToArray());
    }

    /// <summary>Lets compilers and caches settle, then finds how many calls fill a turn.</summary>
    private int Calibrate(IContestant contestant)
    {
        contestant.Run(1);
        var call = contestant.Run(1);
        for (var spent = call; spent < secondsPerTurn;)
        {
            var calls = Math.Max(1, (int)Math.Min(1e6, secondsPerTurn / 4 / call));
            var seconds = contestant.Run(calls);
            spent += seconds;
            call = Math.Max(seconds / calls, 1e-9);
        }

        return Math.Max(1, (int)Math.Round(secondsPerTurn / call));
    }

    private Turn Take(IContestant contestant, int times, Func<double> peak)
    {
        Rest();
        var before = peak();
        if (times > secondsPerTurn / ShortCall)
            contestant.Run(Math.Max(1, times / 8));
        return new(contestant.Run(times) / times, before);
    }

    /// <summary>Pauses until this process needed less than a tenth of a processor in one.</summary>
    private void Rest()
    {
        for (var pauses = 0; pauses < MostPauses; pauses++)
        {
            var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            Thread.Sleep(pause);
            if (Environment.CpuUsage.TotalTime - used <= Stopwatch.GetElapsedTime(start) / 10)
                return;
        }
    }
}
