using System.ComponentModel;
using System.Diagnostics;

namespace ConvNotebooks.Notebooks;

/// <summary>A worker's process and the last it said, which tells a stack overflow from an exit.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int LinesKept = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] Reasons = ["Stack overflow", "Out of memory", "Process terminated", "Unhandled exception", "Fatal error"];

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private string? _reason;

    private WorkerProcess(Process process) => _process = process;

    /// <exception cref="NotebookRunException">The program cannot be started.</exception>
    public static WorkerProcess Start(WorkerCommand command, string pipeName, string folder)
    {
        var start = new ProcessStartInfo(command.FileName, [.. command.Arguments, pipeName])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.TryAdd(HeapLimit.Variable, HeapLimit.Value);
        foreach ((string variable, string value) in command.Environment)
            start.Environment.TryAdd(variable, value);
        try
        {
            var worker = new WorkerProcess(Process.Start(start)!);
            worker._process.StandardInput.Close();
            worker._process.OutputDataReceived += (_, e) => worker.Keep(e.Data);
            worker._process.ErrorDataReceived += (_, e) => worker.Keep(e.Data);
            worker._process.BeginOutputReadLine();
            worker._process.BeginErrorReadLine();
            return worker;
        }
        catch (Win32Exception e)
        {
            throw new NotebookRunException(
                $"Worker: {command.FileName} could not be started ({e.Message}). Give the path of a program that exists.", e);
        }
    }

    public Task Exited(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Ends the process and all that it started.</summary>
    public async Task KillAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        await WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Waits a little for the process to end by itself.</summary>
    /// <returns>False when it is still running.</returns>
    public async Task<bool> WaitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Something it started may hold its output open; whether it runs itself is asked below.
        }

        return _process.HasExited;
    }

    /// <summary>Why the process ended, in a few words without paths.</summary>
    public string Reason()
    {
        lock (_lastLines)
        {
            return _reason is not null ? _reason : !_process.HasExited ? "it hung up" : _process.ExitCode switch
            {
                137 => "killed from outside, most likely for want of memory",
                var code => $"exit code {code}",
            };
        }
    }

    /// <summary>The last lines that the process printed outside of cells.</summary>
    public IReadOnlyList<string> LastLines()
    {
        lock (_lastLines)
            return [.. _lastLines];
    }

    public void Dispose() => _process.Dispose();

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            if (_reason is null && Reasons.Any(r => line.StartsWith(r, StringComparison.OrdinalIgnoreCase)))
                _reason = StableText.Clean(line.TrimEnd('.', ' '));
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }
    }
}
