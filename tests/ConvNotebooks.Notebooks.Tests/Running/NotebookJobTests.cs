namespace ConvNotebooks.Notebooks.Tests;

public class NotebookJobTests
{
    [Fact]
    public async Task A_notebook_runs_in_its_own_process_and_folder()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.txt"), "from the folder");
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", null, "File.ReadAllText(\"data.txt\")", "Environment.ProcessId");
        byte[] before = File.ReadAllBytes(job.Path);
        RunResult result = await job.RunAsync();
        Assert.Equal((RunOutcome.Ok, 2, 2, null), (result.Outcome, result.CellsRun, result.CellCount, result.Error));
        List<CodeCell> cells = NotebookDocument.Read(job.Output!).Code();
        Assert.Equal("[1]:from the folder", cells[0].Text());
        Assert.NotEqual($"[2]:{Environment.ProcessId}", cells[1].Text());
        Assert.Equal(before, File.ReadAllBytes(job.Path));
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task What_a_process_prints_past_the_console_cannot_corrupt_the_run()
    {
        using var folder = new TemporaryFolder();
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", null,
            "var raw = Console.OpenStandardOutput();\nraw.Write(new byte[100_000]);\n"
            + "raw.Write(System.Text.Encoding.UTF8.GetBytes(\"\\n{\\\"kind\\\":\\\"done\\\"}\\n\")); raw.Flush();\n"
            + "Console.Write(\"é🐈\\u001b[1m\");",
            "Console.ReadLine() ?? \"no input\"");
        RunResult result = await job.RunAsync();
        Assert.Equal((RunOutcome.Ok, null), (result.Outcome, result.Error));
        Assert.Equal(["stdout:é🐈\u001b[1m", "[2]:no input"], result.Document!.Code().Select(cell => cell.Text()));
    }

    [Fact]
    public async Task A_failing_cell_is_named_and_its_outputs_are_written()
    {
        using var folder = new TemporaryFolder();
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", null, "1", "Console.Write(\"so far\");\nthrow new Exception(\"no luck\");", "3");
        RunResult result = await job.RunAsync();
        Assert.Equal((RunOutcome.Failed, 2, 2, 3), (result.Outcome, result.FailingCell, result.CellsRun, result.CellCount));
        Assert.Equal("a.ipynb, In[2]: System.Exception: no luck", result.Error);
        Assert.Contains("  In[2], line 2", result.Details);
        Assert.Equal(
            ["[1]:1", "stdout:so far|error:System.Exception", ""],
            NotebookDocument.Read(job.Output!).Code().Select(cell => cell.Text()));
    }

    [Fact]
    public async Task A_compilation_error_is_named_by_cell_and_line()
    {
        using var folder = new TemporaryFolder();
        RunResult result = await Notebooks.Job(folder, "a.ipynb", null, "int a = 1;\nnope();").RunAsync();
        Assert.Equal("a.ipynb, In[1], line 2: error CS0103: The name 'nope' does not exist in the current context", result.Error);
    }

    [Fact]
    public async Task Parameters_reach_the_cells_and_in_place_replaces_the_file()
    {
        using var folder = new TemporaryFolder();
        NotebookDocument document = Notebooks.Of("float rate = 0.5f; int n = 1;", "rate * n");
        document.Cells[1].Tags = ["parameters"];
        document.Write(folder.File("a.ipynb"));
        var job = new NotebookJob
        {
            Path = folder.File("a.ipynb"),
            Output = folder.File("a.ipynb"),
            Worker = Program.WorkerCommand,
            Parameters = [Parameter.Parse("n=7")],
        };
        Assert.Equal(RunOutcome.Ok, (await job.RunAsync()).Outcome);
        Assert.Equal(["", "", "[3]:3.5"], NotebookDocument.Read(job.Path).Code().Select(cell => cell.Text()));
        Assert.Equal([job.Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_check_passes_on_its_own_output_and_fails_on_another()
    {
        using var folder = new TemporaryFolder();
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", null, "Console.WriteLine(\"a\");\nConsole.WriteLine(\"b\");", "new[] { 1.5 }");
        Assert.Equal(RunOutcome.Ok, (await job.RunAsync()).Outcome);
        RunResult same = await Check(job.Output!);
        Assert.Equal((RunOutcome.Ok, null), (same.Outcome, same.Error));

        NotebookDocument changed = NotebookDocument.Read(job.Output!);
        changed.Code()[0].Outputs[0] = new StreamOutput("stdout", "a\nB\n");
        changed.Write(job.Output!);
        RunResult differs = await Check(job.Output!);
        Assert.Equal((RunOutcome.Differs, 1), (differs.Outcome, differs.FailingCell));
        Assert.Equal("a.ipynb: 1 cell puts out something else than is stored, first In[1]. "
            + "Run it with --in-place to store what it puts out now.", differs.Error);
        Assert.Equal(["output 1, stdout, from line 2:", "- B", "+ b"], Assert.Single(differs.Differences).Lines);
    }

    [Fact]
    public async Task What_cannot_be_read_or_written_is_a_result()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.ipynb"), "{");
        var missing = new NotebookJob { Path = folder.File("none.ipynb"), Worker = Program.WorkerCommand };
        var bad = new NotebookJob { Path = folder.File("bad.ipynb"), Worker = Program.WorkerCommand };
        Assert.Equal($"{folder.File("none.ipynb")}: there is no such file. Check the path.", (await missing.RunAsync()).Error);
        RunResult result = await bad.RunAsync();
        Assert.Equal(RunOutcome.Unreadable, result.Outcome);
        Assert.StartsWith("bad.ipynb: it is no JSON at line 1, byte ", result.Error, StringComparison.Ordinal);

        File.WriteAllText(folder.File("file"), "");
        NotebookJob job = Notebooks.Job(folder, "a.ipynb", null, "1");
        var unwritable = new NotebookJob { Path = job.Path, Worker = job.Worker, Output = folder.File("file/a.ipynb") };
        RunResult written = await unwritable.RunAsync();
        Assert.Equal(RunOutcome.Unwritable, written.Outcome);
        Assert.EndsWith("Choose another output folder.", written.Error, StringComparison.Ordinal);
    }

    private static Task<RunResult> Check(string path) =>
        new NotebookJob { Path = path, Worker = Program.WorkerCommand, Check = true }.RunAsync();
}
