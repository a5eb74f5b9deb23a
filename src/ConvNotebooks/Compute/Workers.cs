using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A small pool that runs the parts of one routine. Threads are started when first needed, spin for a moment after each
/// job (a network's next layer comes within microseconds) and then park. The caller works too and never waits for a thread
/// that has not begun. Every thread has parts beside each other for its own, the same ones each time, whose memory its
/// processor's cache then holds already; who is done takes the last of the others'. While one caller has the pool, others
/// compute alone, and so does a part that starts parts of its own.
/// </summary>
internal static unsafe class Workers
{
    private const int MostThreads = 1024;
    private const int SpinMicroseconds = 200;
    private const int WorkPerThread = 64 * 1024;
    private static readonly Lock Door = new();
    private static readonly object Parking = new();
    private static readonly long SpinTicks = SpinMicroseconds * System.Diagnostics.Stopwatch.Frequency / 1_000_000;
    private static readonly Run* Runs = (Run*)NativeMemory.AlignedAlloc((nuint)(MostThreads * sizeof(Run)), 64);
    private static int started;
    private static Job job;

    /// <summary>
    /// Calls body(state, part) once for every part in [0, parts), on up to <see cref="Compute.Threads"/> threads; fewer where
    /// the work, in multiply-adds or moved numbers, is less than it costs to wake one. body must not throw.
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
            job.Body = body;
            job.State = state;
            job.Threads = threads;
            for (var i = 0; i < threads; i++)
                Runs[i].Left = Run.Of((int)((long)parts * i / threads), (int)((long)parts * (i + 1) / threads));
            Interlocked.Exchange(ref job.Open, 1);
            Wake();
            Work(0);
            Interlocked.Exchange(ref job.Open, 0);
            while (Volatile.Read(ref job.Inside) != 0)
                Thread.SpinWait(1);
        }
        finally
        {
            Door.Exit();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Work(int thread)
    {
        var body = job.Body;
        var state = job.State;
        var threads = job.Threads;
        int part;
        while ((part = Runs[thread].TakeFirst()) >= 0)
            body(state, part);
        for (var other = 1; other < threads; other++)
        {
            ref var run = ref Runs[(thread + other) % threads];
            while ((part = run.TakeLast()) >= 0)
                body(state, part);
        }
    }

    private static void Wake()
    {
        Interlocked.Increment(ref job.Number);
        if (Volatile.Read(ref job.Parked) == 0)
            return;
        lock (Parking)
            Monitor.PulseAll(Parking);
    }

    /// <summary>
    /// Waits for a job after the one with a number; gives its number. It may be over by then: to wake takes longer than many a
    /// job, so whoever wakes spins for the next one.
    /// </summary>
    private static int Park(int number)
    {
        lock (Parking)
        {
            Interlocked.Increment(ref job.Parked);
            while (Volatile.Read(ref job.Number) == number)
                Monitor.Wait(Parking);
            Interlocked.Decrement(ref job.Parked);
            return Volatile.Read(ref job.Number);
        }
    }

    private static void StartThread()
    {
        var thread = ++started;
        new Thread(() => Loop(thread), 1 << 20) { IsBackground = true, Name = "ConvNotebooks worker" }.Start();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(int thread)
    {
        while (true)
        {
            var number = Volatile.Read(ref job.Number);
            var parkAt = System.Diagnostics.Stopwatch.GetTimestamp() + SpinTicks;
            while (Volatile.Read(ref job.Open) == 0)
            {
                Thread.SpinWait(8);
                if (System.Diagnostics.Stopwatch.GetTimestamp() > parkAt)
                {
                    number = Park(number);
                    parkAt = System.Diagnostics.Stopwatch.GetTimestamp() + SpinTicks;
                }
            }

            // A thread counts itself in before it looks whether the job is still open: the caller closes it first, then
            // waits for the count, so that nobody works on a job whose caller has returned.
            Interlocked.Increment(ref job.Inside);
            if (Volatile.Read(ref job.Open) == 1 && thread < job.Threads)
                Work(thread);
            Interlocked.Decrement(ref job.Inside);
            while (Volatile.Read(ref job.Open) == 1)
                Thread.SpinWait(8);
        }
    }

    // Counters that several threads write stand 64 bytes apart.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Job
    {
        [FieldOffset(64)]
        public delegate*<void*, int, void> Body;

        [FieldOffset(72)]
        public void* State;

        [FieldOffset(80)]
        public int Threads;

        [FieldOffset(128)]
        public int Open;

        [FieldOffset(192)]
        public int Inside;

        [FieldOffset(256)]
        public int Parked;

        [FieldOffset(320)]
        public int Number;
    }

    /// <summary>Parts beside each other that are left: the first, and one past the last, in one number that is exchanged whole.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Run
    {
        [FieldOffset(0)]
        public long Left;

        public static long Of(int first, int end) => (long)first << 32 | (uint)end;

        /// <summary>Takes the first part; -1 when none is left.</summary>
        public int TakeFirst()
        {
            while (true)
            {
                var left = Volatile.Read(ref Left);
                var (first, end) = ((int)(left >> 32), (int)left);
                if (first >= end)
                    return -1;
                if (Interlocked.CompareExchange(ref Left, Of(first + 1, end), left) == left)
                    return first;
            }
        }

        /// <summary>Takes the last part; -1 when none is left.</summary>
        public int TakeLast()
        {
            while (true)
            {
                var left = Volatile.Read(ref Left);
                var (first, end) = ((int)(left >> 32), (int)left);
                if (first >= end)
                    return -1;
                if (Interlocked.CompareExchange(ref Left, Of(first, end - 1), left) == left)
                    return end - 1;
            }
        }
    }
}
