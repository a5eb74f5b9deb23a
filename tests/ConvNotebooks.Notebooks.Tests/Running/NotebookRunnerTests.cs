using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class NotebookRunnerTests
{
    [Fact]
    public async Task Cells_run_in_order_and_are_counted_from_1()
    {
        NotebookDocument document = Notebooks.Of("int x = 1;", "", "Console.Write(x); Console.Write(2);\nx + 1", "Display(x);");
        document.Code()[3].Outputs.Add(new StreamOutput("stdout", "old"));
        var steps = new Steps();
        RunSummary summary = await Run(document, steps);
        Assert.Equal((true, 3, 3), (summary.Last.Succeeded, summary.CellsRun, summary.CellCount));
        Assert.Equal(["", "", "stdout:12|[2]:2", "display:1"], document.Code().Select(cell => cell.Text()));
        Assert.Equal([1, null, 2, 3], document.Code().Select(cell => cell.ExecutionCount));
        Assert.Equal([new(1, 3), new(2, 3), new(3, 3)], steps.Seen);
    }

    [Fact]
    public async Task The_first_error_stops_the_run()
    {
        NotebookDocument document = Notebooks.Of("1", "throw new Exception(\"x\");", "3");
        document.Code()[2].Outputs.Add(new StreamOutput("stdout", "old"));
        document.Code()[2].ExecutionCount = 9;
        RunSummary summary = await Run(document);
        Assert.Equal((CellOutcome.Failed, 2, 3), (summary.Last.Outcome, summary.CellsRun, summary.CellCount));
        Assert.Equal(["[1]:1", "error:System.Exception", ""], document.Code().Select(cell => cell.Text()));
        Assert.Equal([1, 2, null], document.Code().Select(cell => cell.ExecutionCount));
    }

    [Fact]
    public async Task Tags_let_a_cell_fail_or_be_left_out()
    {
        NotebookDocument document = Notebooks.Of("throw new Exception();", "skipped", "2");
        document.Code()[0].Tags = ["raises-exception"];
        document.Code()[1].Tags = ["skip-execution"];
        document.Code()[1].Outputs.Add(new StreamOutput("stdout", "kept"));
        Assert.True((await Run(document)).Last.Succeeded);
        Assert.Equal(["error:System.Exception", "stdout:kept", "[2]:2"], document.Code().Select(cell => cell.Text()));
    }

    [Fact]
    public async Task Updates_reach_displays_of_earlier_cells_and_clearing_empties_the_cell()
    {
        NotebookDocument document = Notebooks.Of(
            "var h = Display(\"one\"); Console.Write(1);",
            "Console.Write(2); h.Update(\"two\");",
            "Console.Write(\"gone\"); ClearOutput(); Console.Write(\"stays\"); ClearOutput(wait: true);",
            "Console.Write(\"gone\"); ClearOutput(wait: true); Console.Write(\"new\");");
        Assert.True((await Run(document)).Last.Succeeded);
        Assert.Equal(
            ["display:two|stdout:1", "stdout:2", "stdout:stays", "stdout:new"], document.Code().Select(cell => cell.Text()));
    }

    [Fact]
    public async Task Two_runs_write_the_same_bytes()
    {
        string[] cells =
        [
            "record P(int X);\nConsole.WriteLine(new P(1).GetType());", "new[] { new P(1), new P(2) }", "new { A = new P(3) }",
            "for (int i = 0; i < 2000; i++) { Console.Write(i); if (i % 100 == 0) Console.Error.Write(i); }",
        ];
        NotebookDocument one = Notebooks.Of(cells);
        NotebookDocument two = Notebooks.Of(cells);
        await Run(one);
        await Run(two);
        Assert.Equal(one.ToJson(), two.ToJson());
        Assert.Equal("stdout:P\n", one.Code()[0].Text());
        Assert.Empty(NotebookComparer.Compare(one, two));
    }

    [Fact]
    public async Task Another_language_is_refused()
    {
        var document = new NotebookDocument
        {
            Metadata = new JsonObject { ["kernelspec"] = new JsonObject { ["language"] = "python" } },
        };
        var error = await Assert.ThrowsAsync<NotebookRunException>(() => Run(document));
        Assert.Equal(
            "a.ipynb: its language is python, and only C# notebooks can be run. "
            + "Leave it out, or set the notebook's kernel to C# if that is what its cells are written in.", error.Message);
    }

    private static async Task<RunSummary> Run(NotebookDocument document, IProgress<RunProgress>? progress = null)
    {
        await using var session = new CSharpSession();
        return await new NotebookRunner(session).RunAsync(document, "a.ipynb", progress);
    }

    private sealed class Steps : IProgress<RunProgress>
    {
        public List<RunProgress> Seen { get; } = [];

        public void Report(RunProgress value) => Seen.Add(value);
    }
}
