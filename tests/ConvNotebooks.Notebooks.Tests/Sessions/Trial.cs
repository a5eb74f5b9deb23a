namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Runs cells 1…n in one session and keeps what each sent.</summary>
internal sealed class Trial(string? folder = null) : IAsyncDisposable
{
    private readonly CSharpSession _session = new(folder);
    private int _count;

    public async Task<CellTrace> Run(string code)
    {
        var events = new List<CellEvent>();
        CellResult result = await _session.ExecuteAsync(code, ++_count, events.Add);
        return new CellTrace(events, result);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}

/// <summary>What one cell sent, and how it ended.</summary>
internal sealed record CellTrace(List<CellEvent> Events, CellResult Result)
{
    public string? Value => Events.OfType<ResultEvent>().SingleOrDefault()?.Data.Text("text/plain");

    public string Error => string.Join('\n', Result.Error?.Traceback ?? []);

    public string Stdout => Printed("stdout");

    public string Stderr => Printed("stderr");

    private string Printed(string name) =>
        string.Concat(Events.OfType<StreamEvent>().Where(e => e.Name == name).Select(e => e.Text));
}
