using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A small pool that runs the parts of one routine. Threads are started when first needed, spin for a moment after each
/// job (a network's next layer comes within microseconds) and then park. Each thread begins with a run of neighbouring parts
/// of its own, the same in every job of so many parts, so that what it wrote in one layer it finds in its cache in the next;
/// then it takes parts from the ends of the others' runs (<see cref="WorkerRun"/>). The caller works too and never waits for
/// a thread that has not begun. While one caller has the pool, others compute alone, and so does a part that starts parts of
/// its own.
/// </summary>
internal static unsafe class Workers
{
    /// <summary>Parts of which several threads find about as much to do each.</summary>
    public const int EnoughParts = 16;

    private const int SpinMicroseconds = 200;

    // To hand a job over and hear that it is done takes about a microsecond where the cores share no cache.
    private const int WorkPerThread = 128 * 1024;
    private static readonly Lock Door = new();
    private static readonly object Parking = new();
    private static readonly long SpinTicks = SpinMicroseconds * System.Diagnostics.Stopwatch.Frequency / 1_000_000;
    private static readonly WorkerRun* Runs = WorkerRun.Allocate(1024);
    private static int started;
    private static int parked;

    /// <summary>
    /// Calls body(state, part) once for every part in [0, parts), on up to <see cref="Compute.Threads"/> threads; fewer where
    /// the work, in multiply-adds or moved numbers, is less than it costs to hand it over. body must not throw.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void For(int parts, delegate*<void*, int, void> body, void* state, long work)
    {
        var threads = (int)Math.Min(Math.Min(Compute.Threads, parts), work / WorkPerThread);
        if (threads <= 1 || Door.IsHeldByCurrentThread || !Door.TryEnter())
        {
            for (var part = 0; part < parts; part++)
                body(state, part);
            return;
        }

        try
        {
            while (started < threads - 1)
                StartThread();
            var runs = Runs;
            for (var i = threads - 1; i >= 0; i--)
                runs[i].Open(body, state, (int)((long)i * parts / threads), (int)((long)(i + 1) * parts / threads));
            Wake();
            runs->Done += parts - Work(runs, 0);
            while (Finished(runs) != runs->Done)
                Thread.SpinWait(1);
        }
        finally
        {
            Door.Exit();
        }
    }

    /// <summary>Parts that the threads of the pool have done since the program began.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Finished(WorkerRun* runs)
    {
        var sum = 0L;
        for (var i = 1; i <= started; i++)
            sum += Volatile.Read(ref runs[i].Done);
        return sum;
    }

    /// <summary>Takes the parts of a thread's own run from the first, then those of the others' runs from the last; gives how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Work(WorkerRun* runs, int self)
    {
        var taken = 0;
        for (var part = 0; runs[self].TakeFirst(ref part); taken++)
            Do(runs, self, part, self);
        var others = Volatile.Read(ref started);
        for (var i = 1; i <= others; i++)
        {
            var run = self + i <= others ? self + i : self + i - others - 1;
            for (var part = 0; runs[run].TakeLast(ref part); taken++)
                Do(runs, run, part, self);
        }

        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Do(WorkerRun* runs, int run, int part, int self)
    {
        runs[run].Do(part);
        if (self > 0)
            Volatile.Write(ref runs[self].Done, runs[self].Done + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wake()
    {
        // Whoever parks counts itself, then looks whether there is a job; here it is the other way round, so that one sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref parked) == 0)
            return;
        lock (Parking)
            Monitor.PulseAll(Parking);
    }

    /// <summary>Waits for a job. It may be over by the time: whoever wakes spins for the next one.</summary>
    private static void Park(WorkerRun* runs, int self)
    {
        lock (Parking)
        {
            Interlocked.Increment(ref parked);
            if (runs[self].IsEmpty)
                Monitor.Wait(Parking);
            Interlocked.Decrement(ref parked);
        }
    }

    private static void StartThread()
    {
        var self = started + 1;
        Volatile.Write(ref started, self);
        new Thread(() => Loop(Runs, self), 1 << 20) { IsBackground = true, Name = "ConvNotebooks worker" }.Start();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(WorkerRun* runs, int self)
    {
        const int SpinsPerLook = 64;
        while (true)
        {
            var parkAt = System.Diagnostics.Stopwatch.GetTimestamp() + SpinTicks;
            for (var spins = 1; runs[self].IsEmpty; spins++)
            {
                Thread.SpinWait(1);
                if (spins % SpinsPerLook == 0 && System.Diagnostics.Stopwatch.GetTimestamp() > parkAt)
                {
                    Park(runs, self);
                    break;
                }
            }

            runs[self].Fetch();
            Work(runs, self);
        }
    }
}
