using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Notebooks.Tests;

public class WorkerSessionTests
{
    [Fact]
    public async Task A_cell_past_its_limit_is_stopped_with_its_children()
    {
        using var folder = new TemporaryFolder();
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", TimeSpan.FromSeconds(5),
            "var child = System.Diagnostics.Process.Start(\"sleep\", \"60\");\nchild.Id",
            "Console.WriteLine(\"before\");\nDisplay(1);\nwhile (true) { }");
        var watch = Stopwatch.StartNew();
        RunResult result = await job.RunAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
        Assert.Equal((RunOutcome.TimedOut, 2), (result.Outcome, result.FailingCell));
        Assert.Equal("a.ipynb, In[2] ran longer than its limit of 5 s and was stopped. "
            + "Raise the limit (--timeout), or give the cell less to do.", result.Error);
        List<CodeCell> cells = NotebookDocument.Read(job.Output!).Code();
        Assert.Equal("stdout:before\n|display:1|error:TimedOut", cells[1].Text());
        int child = int.Parse(((ResultOutput)cells[0].Outputs[0]).Data.Text("text/plain")!, CultureInfo.InvariantCulture);
        Assert.False(IsRunning(child));
    }

    [Theory]
    [InlineData("Console.Write(\"bye\");\nEnvironment.Exit(3);", "exit code 3", "stdout:bye|error:Crashed")]
    [InlineData("unsafe int F() { byte* p = stackalloc byte[1 << 28]; return p[0]; }\nF()", "Stack overflow", "error:Crashed")]
    [InlineData("Environment.FailFast(\"enough\");", "Process terminated", "error:Crashed")]
    [InlineData("new System.Threading.Thread(() => throw new Exception(\"x\")).Start();\nwhile (true) { }",
        "Unhandled exception. System.Exception: x", "error:Crashed")]
    public async Task A_crash_costs_its_own_notebook_only(string code, string reason, string outputs)
    {
        using var folder = new TemporaryFolder();
        NotebookJob crashing = Notebooks.Job(folder, "crash.ipynb", TimeSpan.FromSeconds(30), "1", code, "3");
        NotebookJob healthy = Notebooks.Job(folder, "healthy.ipynb", TimeSpan.FromSeconds(30), "await Task.Delay(10);\n4");
        RunResult[] results = await Task.WhenAll(crashing.RunAsync(), healthy.RunAsync());
        Assert.Equal([RunOutcome.Crashed, RunOutcome.Ok], results.Select(result => result.Outcome));
        Assert.StartsWith($"crash.ipynb, In[2] ended its process ({reason}", results[0].Error, StringComparison.Ordinal);
        Assert.Equal(2, results[0].FailingCell);
        List<CodeCell> cells = NotebookDocument.Read(crashing.Output!).Code();
        Assert.Equal(["[1]:1", outputs, ""], cells.Select(cell => cell.Text()));
    }

    [Fact]
    public async Task A_cancelled_run_ends_its_process_and_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", null, "while (true) { }");
        var watch = Stopwatch.StartNew();
        RunResult result = await job.RunAsync(new Cancelling(cancellation), cancellation.Token);
        Assert.Equal((RunOutcome.Cancelled, "a.ipynb: cancelled; nothing was written."), (result.Outcome, result.Error));
        Assert.False(File.Exists(job.Output));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_session_that_is_given_up_leaves_no_process()
    {
        using var folder = new TemporaryFolder();
        var events = new List<CellEvent>();
        WorkerSession session = await WorkerSession.StartAsync(Program.WorkerCommand, folder.Path);
        CellResult result = await session.ExecuteAsync("Environment.ProcessId", 1, events.Add);
        Assert.True(result.Succeeded);
        await session.DisposeAsync();
        string id = Assert.IsType<ResultEvent>(Assert.Single(events)).Data.Text("text/plain")!;
        Assert.False(IsRunning(int.Parse(id, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_worker_that_does_not_start_is_a_result()
    {
        using var folder = new TemporaryFolder();
        Notebooks.Of("1").Write(folder.File("a.ipynb"));
        var none = new NotebookJob { Path = folder.File("a.ipynb"), Worker = new WorkerCommand("/no/such/program", []) };
        Assert.StartsWith("Worker: /no/such/program could not be started", (await none.RunAsync()).Error, StringComparison.Ordinal);
        var silent = new NotebookJob { Path = folder.File("a.ipynb"), Worker = new WorkerCommand("dotnet", ["--version"]) };
        Assert.StartsWith("Worker: dotnet ended or waited without calling back", (await silent.RunAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_allocates_without_end_fails_with_its_message()
    {
        using var folder = new TemporaryFolder();
        NotebookJob job = Notebooks.Job(
            folder, "a.ipynb", TimeSpan.FromSeconds(60), "var all = new List<byte[]>();\nwhile (true) all.Add(new byte[1 << 20]);", "2");
        Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", "20000000");
        try
        {
            RunResult result = await job.RunAsync();
            Assert.True(result.Outcome == RunOutcome.Failed, result.Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", null);
        }

        Assert.Equal(["error:System.OutOfMemoryException", ""], NotebookDocument.Read(job.Output!).Code().Select(cell => cell.Text()));
    }

    /// <summary>A killed process that nobody has waited for yet is still listed, as a zombie.</summary>
    private static bool IsRunning(int id) =>
        File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => source.CancelAfter(TimeSpan.FromMilliseconds(300));
    }
}
