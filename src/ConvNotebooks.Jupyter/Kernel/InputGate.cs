using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>Asks the person at the front-end whose cell runs now, and waits for the answer.</summary>
internal sealed class InputGate
{
    private readonly Lock _lock = new();
    private Request? _asking;
    private TaskCompletionSource<string>? _answer;

    /// <summary>Questions go to the front-end of this request from here on; null while nobody can be asked.</summary>
    public void Open(Request? request)
    {
        lock (_lock)
            _asking = request;
    }

    /// <summary>Asks and waits.</summary>
    /// <exception cref="InvalidOperationException">The front-end takes no questions.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public string Ask(string prompt, bool password)
    {
        TaskCompletionSource<string> answer;
        lock (_lock)
        {
            if (_asking is null)
            {
                throw new InvalidOperationException(
                    "Console.ReadLine: this front-end takes no input (allow_stdin is false). "
                    + "Run the notebook where a person can answer, or give the cell its value in code.");
            }

            _answer = answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asking.Ask(new JsonObject { ["prompt"] = prompt, ["password"] = password });
        }

        return answer.Task.GetAwaiter().GetResult();
    }

    /// <summary>Hands an answer in; one that nobody waits for is dropped.</summary>
    public void Answer(string value)
    {
        lock (_lock)
            _answer?.TrySetResult(value);
    }

    /// <summary>Ends the wait for an answer.</summary>
    public void Cancel()
    {
        lock (_lock)
            _answer?.TrySetCanceled();
    }
}
