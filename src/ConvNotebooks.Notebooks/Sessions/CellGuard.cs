using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// What the rewritten code of a cell calls at every loop turn, method entry and await, so that it can be interrupted and
/// cannot overflow the stack. Cells do not call it themselves.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellGuard
{
    private static readonly Stack<Func<ValueTask>> s_disposals = [];
    private static bool s_stopped;

    /// <summary>The token that an interrupt of the running cell cancels.</summary>
    public static CancellationToken Token { get; private set; }

    /// <summary>True once the running cell was interrupted.</summary>
    internal static bool Stopped => Volatile.Read(ref s_stopped);

    /// <summary>Called at every turn of a loop.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static void Check()
    {
        if (s_stopped)
            Throw();
    }

    /// <summary>Called at the start of every method and lambda.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The stack is nearly full: a recursion has no end.</exception>
    public static void Enter()
    {
        if (s_stopped)
            Throw();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InsufficientExecutionStackException(
                "Stack: the calls are nested too deep for the stack. End the recursion earlier, or write it as a loop.");
        }
    }

    /// <summary>Called before every statement of the cell itself.</summary>
    /// <param name="line">Its line in the cell, counted from 1.</param>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static void At(int line)
    {
        if (CellRun.Current is { } run)
            run.Line = line;
        Check();
    }

    /// <summary>Ends the wait for a task when the cell is interrupted; the task itself goes on.</summary>
    /// <param name="task">What a method of the cell awaits.</param>
    public static Task Observe(Task task) => task.WaitAsync(Token);

    /// <inheritdoc cref="Observe(Task)"/>
    public static Task<T> Observe<T>(Task<T> task) => task.WaitAsync(Token);

    /// <inheritdoc cref="Observe(Task)"/>
    public static Task Observe(ValueTask task) => task.AsTask().WaitAsync(Token);

    /// <inheritdoc cref="Observe(Task)"/>
    public static Task<T> Observe<T>(ValueTask<T> task) => task.AsTask().WaitAsync(Token);

    /// <summary>Anything else that can be awaited is awaited as it is.</summary>
    /// <param name="awaitable">What a method of the cell awaits.</param>
    public static T Observe<T>(T awaitable) => awaitable;

    /// <summary>As <see cref="Observe(Task)"/>, for the cell's own statements: they go on in another thread then.</summary>
    /// <param name="task">What the cell awaits.</param>
    public static async Task Resume(Task task)
    {
        try
        {
            await task.WaitAsync(Token).ConfigureAwait(false);
        }
        finally
        {
            CellRun.Current?.Adopt(Thread.CurrentThread);
        }
    }

    /// <inheritdoc cref="Resume(Task)"/>
    public static async Task<T> Resume<T>(Task<T> task)
    {
        await Resume((Task)task).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="Resume(Task)"/>
    public static Task Resume(ValueTask task) => Resume(task.AsTask());

    /// <inheritdoc cref="Resume(Task)"/>
    public static Task<T> Resume<T>(ValueTask<T> task) => Resume(task.AsTask());

    /// <inheritdoc cref="Observe{T}(T)"/>
    public static T Resume<T>(T awaitable) => awaitable;

    /// <summary>Called after a <c>using</c> declaration of the cell: the value is disposed at the end of its code.</summary>
    /// <param name="value">What was declared; nothing is done where it is null.</param>
    public static void Dispose(IDisposable? value) => s_disposals.Push(() =>
    {
        value?.Dispose();
        return ValueTask.CompletedTask;
    });

    /// <summary>As <see cref="Dispose"/>, after an <c>await using</c> declaration.</summary>
    /// <param name="value">What was declared; nothing is done where it is null.</param>
    public static void DisposeLater(IAsyncDisposable? value) => s_disposals.Push(() => value?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>Disposes what the cell has declared with <c>using</c>, the last first, whether it failed or not.</summary>
    /// <returns>The first exception of those that came; null when none did.</returns>
    internal static async Task<Exception?> DisposeAllAsync()
    {
        Exception? first = null;
        while (s_disposals.TryPop(out Func<ValueTask>? disposal))
        {
            try
            {
                await disposal().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                first ??= e;
            }
        }

        return first;
    }

    internal static void Begin(CancellationToken token)
    {
        Token = token;
        Volatile.Write(ref s_stopped, false);
    }

    internal static void Stop() => Volatile.Write(ref s_stopped, true);

    private static void Throw() => throw new OperationCanceledException("The cell was interrupted.");
}
