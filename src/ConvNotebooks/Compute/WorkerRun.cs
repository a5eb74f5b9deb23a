using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The parts of a job that one thread begins with, and what they are: all in one line of memory, so that a thread that waits
/// sees a job in one transfer between caches. Whoever has taken a part may read what it is until it says that the part is
/// done: the job's caller waits for that before it lets go of anything.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal unsafe struct WorkerRun
{
    // The first part in the upper half, the end in the lower; whoever exchanges it has taken a part of the job of this moment.
    [FieldOffset(0)]
    private long range;

    [FieldOffset(8)]
    private delegate*<void*, int, void> body;

    [FieldOffset(16)]
    private void* state;

    /// <summary>
    /// Parts that this run's thread has done, of any run, since the program began; only that thread writes it. In the callers'
    /// run: parts that they have left to others.
    /// </summary>
    [FieldOffset(128)]
    public long Done;

    public bool IsEmpty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref range) is var now && now >> 32 >= (int)now;
    }

    /// <summary>Runs that are empty, each two pairs of lines to itself; never freed.</summary>
    public static WorkerRun* Allocate(int count)
    {
        var bytes = (nuint)(count * sizeof(WorkerRun));
        var runs = NativeMemory.AlignedAlloc(bytes, 128);
        NativeMemory.Clear(runs, bytes);
        return (WorkerRun*)runs;
    }

    /// <summary>Offers the parts [from, to).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Open(delegate*<void*, int, void> body, void* state, int from, int to)
    {
        this.body = body;
        this.state = state;
        Volatile.Write(ref range, (long)from << 32 | (uint)to);
    }

    /// <summary>Takes the first part that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeFirst(ref int part) => Take(ref part, first: true);

    /// <summary>Takes the last part that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeLast(ref int part) => Take(ref part, first: false);

    /// <summary>Asks for the lines of a job's state, and of what lies above it on its caller's stack, all at once instead of one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Fetch()
    {
        const int Lines = 12, Line = 64;
        for (var i = 0; Sse.IsSupported && i < Lines; i++)
            Sse.Prefetch0((byte*)state + i * Line);
    }

    /// <summary>Computes a part that was taken from this run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Do(int part) => body(state, part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Take(ref int part, bool first)
    {
        while (true)
        {
            var now = Volatile.Read(ref range);
            if (now >> 32 >= (int)now)
                return false;
            if (Interlocked.CompareExchange(ref range, first ? now + (1L << 32) : now - 1, now) != now)
                continue;
            part = first ? (int)(now >> 32) : (int)now - 1;
            return true;
        }
    }
}
