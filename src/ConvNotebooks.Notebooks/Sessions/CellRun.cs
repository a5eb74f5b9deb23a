using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// One cell while it runs, on a thread of its own: an interrupt sets the flag that its code checks, cancels what it
/// awaits, wakes its thread from waits, and says so when nothing of that helps.
/// </summary>
internal sealed class CellRun : IDisposable
{
    private const int StackBytes = 2 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static CellRun? s_current;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source;
    private readonly string _name;
    private readonly string _code;
    private Stopwatch? _clock;
    private Thread? _thread;
    private bool _interrupted;
    private bool _ended;

    public CellRun(string name, string code, CancellationToken cancellation)
    {
        _name = name;
        _code = code;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CellGuard.Begin(_source.Token);
        Volatile.Write(ref s_current, this);
    }

    /// <summary>The cell that runs now; null between cells.</summary>
    public static CellRun? Current => Volatile.Read(ref s_current);

    /// <summary>The line of the cell's statement that began last, counted from 1.</summary>
    public int Line { get; set; } = 1;

    /// <summary>The variables of the cells before, by name; of several with one name, the last.</summary>
    public IReadOnlyList<CellVariable> Variables { get; init; } = [];

    /// <summary>How long the cell has run since <see cref="StartClock"/>; null when that was not called.</summary>
    public TimeSpan? Clock => _clock?.Elapsed;

    public CancellationToken Token => _source.Token;

    public void StartClock() => _clock = Stopwatch.StartNew();

    /// <summary>Starts the work on a new thread.</summary>
    public Task<T> StartAsync<T>(Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    result.SetResult(work());
                }
                catch (Exception e)
                {
                    result.SetException(e);
                }
            },
            StackBytes)
        { IsBackground = true, Name = "cell" };
        Adopt(thread);
        thread.Start();
        return result.Task.Unwrap();
    }

    /// <summary>The thread in which the cell goes on; null when its code is through.</summary>
    public void Adopt(Thread? thread)
    {
        lock (_lock)
            _thread = thread;
    }

    /// <summary>Where the cell is, in words.</summary>
    public string Place()
    {
        string line = _code.Split('\n').ElementAtOrDefault(Line - 1)?.Trim() ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"{_name}, line {Line}: {(line.Length > 80 ? line[..77] + "..." : line)}");
    }

    /// <summary>Asks the cell to stop; returns at once.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (_interrupted || _ended)
                return;
            _interrupted = true;
        }

        CellGuard.Stop();
        new Thread(Insist) { IsBackground = true, Name = "interrupt" }.Start();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _thread = null;
        }

        Interlocked.CompareExchange(ref s_current, null, this);
        if (!_interrupted)
            _source.Dispose();
    }

    /// <summary>Wakes the cell's thread whenever it waits, until the cell ends.</summary>
    private void Insist()
    {
        Task cancelled = _source.CancelAsync();
        bool said = false;
        for (long start = Environment.TickCount64; ; Thread.Sleep(Pause))
        {
            lock (_lock)
            {
                if (_ended)
                    break;
                if (_thread is { } thread && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0)
                    thread.Interrupt();
            }

            if (!said && Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                said = true;
                CellOutput.Current?.Print(
                    "stderr", $"Interrupt: still running after {Patience.TotalSeconds:0} s in {Place()}\n"
                    + "A library's own code does not look for interrupts. Wait for it, or restart the kernel.\n");
            }
        }

        cancelled.ContinueWith(_ => _source.Dispose(), TaskScheduler.Default);
    }
}
