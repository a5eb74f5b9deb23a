using System.Diagnostics;
using System.Runtime;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Times contestants in turn, round after round, so that whatever else the machine does falls on all of them alike. Threads
/// that a library leaves spinning after a call would slow down the next contestant: everyone starts after a pause, and another
/// one until this process is at rest (ONNX Runtime's threads spin for 20 ms and more). A budget ends the rounds of a long case
/// early, after three of them at the earliest. A virtual machine's processors may be the two halves of one core for a while,
/// up to seconds: two threads then have half of the FMA peak, and nobody's time says anything. A turn that has such a moment
/// right before or after it is taken again.
/// </summary>
internal sealed class Rounds(int rounds, double secondsPerTurn, TimeSpan pause, double budget = double.PositiveInfinity)
{
    private const double ShortCall = 0.02;
    private const int Fewest = 3, MostPauses = 50;

    // Clocks and neighbours move the peak by a tenth or two; one core for two threads halves it.
    private const double WholeCores = 0.75;
    private const double MostSecondsOfOneTurn = 2;

    private const int LooksAtPeak = 20;
    private static readonly TimeSpan TieringDelay = TimeSpan.FromMilliseconds(120);
    private readonly Dictionary<int, double> highest = [];

    /// <summary>Turns that were taken again.</summary>
    public int TakenAgain { get; private set; }

    /// <summary>Turns that count although the peak beside them was far below the highest: it never rose in time.</summary>
    public int OnPartsOfCores { get; private set; }

    /// <summary>Rounds that the results rest on, where the budget lasts.</summary>
    public int Count => rounds;

    /// <summary>Seconds of computing for one case, all contestants together.</summary>
    public double Budget => budget;

    /// <summary>Runs the rounds; gives each contestant's turns, round by round. The peak, of so many threads, is measured before and after every turn.</summary>
    public Turn[][] Measure(IReadOnlyList<IContestant> contestants, int threads, Func<double> peak)
    {
        var times = contestants.Select(Calibrate).ToArray();
        if (times.Max() > 1)
        {
            Settle(contestants, times);
            times = contestants.Select((contestant, i) => times[i] > 1 ? Calibrate(contestant) : 1).ToArray();
        }

        for (var look = highest.ContainsKey(threads) ? LooksAtPeak : 0; look < LooksAtPeak; look++)
            RestedPeak(threads, peak);
        var beside = RestedPeak(threads, peak);
        var turns = contestants.Select(_ => new List<Turn>()).ToArray();
        var spent = 0.0;
        for (var round = 0; round < rounds && (round < Fewest || spent < budget); round++)
        {
            for (var i = 0; i < contestants.Count; i++)
            {
                // Another one begins each round, so that nobody always follows the same neighbour.
                var next = (i + round) % contestants.Count;
                var turn = Take(contestants[next], times[next], threads, peak, ref beside);
                turns[next].Add(turn);
                spent += turn.Seconds * times[next];
            }
        }

        return Array.ConvertAll(turns, of => of.ToArray());
    }

    /// <summary>Lets caches settle, then finds how many calls fill a turn.</summary>
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

    /// <summary>
    /// Runs everyone, a turn at most, until the runtime compiles nothing more: what is called thirty times is compiled anew, a
    /// tenth of a second after the last new method, by a thread that takes a processor from somebody's turn.
    /// </summary>
    private void Settle(IReadOnlyList<IContestant> contestants, int[] times)
    {
        const int Calls = 30, MostLooks = 8, FewestLooks = 3;
        var before = 0L;
        for (var look = 0; look < MostLooks && (look < FewestLooks || before != JitInfo.GetCompiledMethodCount()); look++)
        {
            before = JitInfo.GetCompiledMethodCount();
            for (var i = 0; i < times.Length; i++)
                contestants[i].Run(Math.Min(times[i], Calls));
            if (pause > TimeSpan.Zero)
                Thread.Sleep(TieringDelay);
        }
    }

    /// <summary>Takes a turn after a peak, and the peak after the turn, which is the one before the next.</summary>
    private Turn Take(IContestant contestant, int times, int threads, Func<double> peak, ref double beside)
    {
        for (var spent = 0.0; ; TakenAgain++)
        {
            if (times > secondsPerTurn / ShortCall)
                contestant.Run(Math.Max(1, times / 8));
            var seconds = contestant.Run(times);
            spent += seconds;
            var before = beside;
            beside = RestedPeak(threads, peak);
            if (Math.Min(before, beside) < WholeCores * highest[threads])
            {
                if (spent < MostSecondsOfOneTurn)
                    continue;
                OnPartsOfCores++;
            }

            return new(seconds / times, before);
        }
    }

    private double RestedPeak(int threads, Func<double> peak)
    {
        Rest();
        var now = peak();
        highest[threads] = Math.Max(now, highest.GetValueOrDefault(threads));
        return now;
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
