namespace ConvNotebooks;

/// <summary>
/// Fills slots on a thread of its own, one ahead of whoever takes them, in order. What is filled is a function of its number
/// alone, so that the taker sees the same as without it.
/// </summary>
internal sealed class Prefetcher<T> : IDisposable
{
    private readonly T[] slots;
    private readonly SemaphoreSlim free;
    private readonly SemaphoreSlim filled = new(0);
    private readonly Thread worker;
    private volatile Exception? failure;
    private volatile bool stopped;
    private int taken;

    public Prefetcher(T[] slots, int first, int end, Action<T, int> fill)
    {
        this.slots = slots;
        free = new(slots.Length);
        worker = new(() => Work(first, end, fill)) { IsBackground = true, Name = "batches" };
        worker.Start();
    }

    /// <summary>The next slot; the one before it is given back to be filled again.</summary>
    public T Next()
    {
        if (taken > 0)
            free.Release();
        filled.Wait();
        if (failure is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        return slots[taken++ % slots.Length];
    }

    public void Dispose()
    {
        stopped = true;
        free.Release();
        worker.Join();
        free.Dispose();
        filled.Dispose();
    }

    private void Work(int first, int end, Action<T, int> fill)
    {
        try
        {
            for (var number = first; number < end; number++)
            {
                free.Wait();
                if (stopped)
                    return;
                fill(slots[(number - first) % slots.Length], number);
                filled.Release();
            }
        }
        catch (Exception error)
        {
            failure = error;
            filled.Release();
        }
    }
}
