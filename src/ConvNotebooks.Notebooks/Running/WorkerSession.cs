using System.IO.Pipes;
using System.Text;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// A session in a process of its own: a cell that crashes, exits or never ends costs that process and nothing else.
/// After such a cell the session is over.
/// </summary>
public sealed class WorkerSession : ICellSession
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly WorkerProcess _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly TimeSpan? _cellLimit;

    private WorkerSession(WorkerProcess process, NamedPipeServerStream pipe, TimeSpan? cellLimit)
    {
        _process = process;
        _pipe = pipe;
        _cellLimit = cellLimit;
        _reader = new StreamReader(pipe, Encoding.UTF8, leaveOpen: true);
        _writer = new StreamWriter(pipe, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>The last lines that the worker printed outside of cells: a crash leaves its stack there.</summary>
    public IReadOnlyList<string> LastLines => _process.LastLines();

    /// <summary>Starts a worker process.</summary>
    /// <param name="command">What to start; it must call <see cref="Worker.Main"/>.</param>
    /// <param name="folder">Its working folder, the notebook's own: relative paths in cells start there.</param>
    /// <param name="cellLimit">How long a cell may run; null for as long as it wants.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="NotebookRunException">The program does not start, or ends without calling back.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<WorkerSession> StartAsync(
        WorkerCommand command, string folder, TimeSpan? cellLimit = null, CancellationToken cancellation = default)
    {
        string pipeName = $"convnotebooks-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(
            pipeName, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        WorkerProcess? process = null;
        try
        {
            process = WorkerProcess.Start(command, pipeName, folder);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            Task connected = pipe.WaitForConnectionAsync(limit.Token);
            await Task.WhenAny(connected, process.Exited(limit.Token)).ConfigureAwait(false);
            WorkerSession? session = connected.IsCompletedSuccessfully ? new(process, pipe, cellLimit) : null;
            bool ready = session is not null && await session.HeardAsync(limit.Token).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (!ready)
            {
                throw new NotebookRunException(
                    $"Worker: {command.FileName} ended or waited without calling back ({process.Reason()}). "
                    + $"It said: {string.Join(" / ", process.LastLines().TakeLast(3))}");
            }

            return session!;
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            if (process is not null)
                await process.KillAsync().ConfigureAwait(false);
            process?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A cell past its limit, and one that is cancelled, is ended with its process and all that it started.</remarks>
    public async Task<CellResult> ExecuteAsync(
        CellCode code, int executionCount, Action<CellEvent> sink, CancellationToken cancellation = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var request = new JsonObject
            {
                ["code"] = code.Text,
                ["language"] = code.Language,
                ["count"] = executionCount,
            };
            await _writer.WriteLineAsync(request.ToJsonString().AsMemory(), limit.Token).ConfigureAwait(false);
            if (_cellLimit is { } time)
                limit.CancelAfter(time);
            ErrorEvent? error = null;
            while (await _reader.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
            {
                JsonNode message = JsonNode.Parse(line)!;
                if (CellEventJson.Read(message) is not { } happened)
                    return new CellResult(error is null ? CellOutcome.Succeeded : CellOutcome.Failed, error);
                error = happened as ErrorEvent ?? error;
                sink(happened);
            }
        }
        catch (OperationCanceledException)
        {
            await _process.KillAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return End(CellOutcome.TimedOut, sink,
                $"In[{executionCount}] ran longer than its limit of {_cellLimit!.Value.TotalSeconds:0.###} s and was stopped. "
                + "Raise the limit (--timeout), or give the cell less to do.");
        }
        catch (IOException)
        {
            // The pipe broke: the process is ending.
        }

        if (!await _process.WaitAsync().ConfigureAwait(false))
            await _process.KillAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return End(CellOutcome.Crashed, sink,
            $"In[{executionCount}] ended its process ({_process.Reason()}). Run the cells before it one by one to see why.");
    }

    /// <summary>Hangs up, and ends the process if it does not end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipe.DisposeAsync().ConfigureAwait(false);
        if (!await _process.WaitAsync().ConfigureAwait(false))
            await _process.KillAsync().ConfigureAwait(false);
        _reader.Dispose();
        _process.Dispose();
    }

    /// <summary>Waits for the worker's first message; false when it hangs up or the time is over.</summary>
    private async Task<bool> HeardAsync(CancellationToken limit)
    {
        try
        {
            return await _reader.ReadLineAsync(limit).ConfigureAwait(false) is not null;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static CellResult End(CellOutcome outcome, Action<CellEvent> sink, string message)
    {
        var error = new ErrorEvent(outcome.ToString(), message, [message]);
        sink(error);
        return new CellResult(outcome, error);
    }
}
