using System.Diagnostics;

namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class CellOutputTests
{
    [Fact]
    public async Task Streams_and_displays_keep_their_order()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("""
            Console.Write("a"); Console.Write("b\n");
            Console.Error.Write("c");
            Display(1);
            Console.Write("d");
            2
            """);
        IEnumerable<string> order = cell.Events.Select(e => e switch
        {
            StreamEvent s => $"{s.Name}:{s.Text}",
            DisplayEvent d => $"display:{d.Data.Text("text/plain")}",
            ResultEvent r => $"result:{r.Data.Text("text/plain")}",
            _ => e.ToString(),
        });
        Assert.Equal(["stdout:ab\n", "stderr:c", "display:1", "stdout:d", "result:2"], order);
    }

    [Fact]
    public async Task What_other_threads_print_belongs_to_the_cell()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("""
            var threads = Enumerable.Range(0, 4).Select(i => new System.Threading.Thread(() =>
                { for (int n = 0; n < 100; n++) Console.WriteLine($"{i}:{n}"); })).ToList();
            threads.ForEach(t => t.Start()); threads.ForEach(t => t.Join());
            """);
        Assert.Equal(400, cell.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
    }

    [Fact]
    public async Task The_console_is_given_back_after_each_cell()
    {
        TextWriter before = Console.Out;
        await using var trial = new Trial();
        await trial.Run("Console.Write(1)");
        await trial.Run("throw new Exception();");
        Assert.Same(before, Console.Out);
    }

    [Fact]
    public async Task Displays_are_updated_by_later_cells()
    {
        await using var trial = new Trial();
        CellTrace first = await trial.Run("var h = Display(\"one\");\nh.Update(\"two\");");
        CellTrace second = await trial.Run("h.Update(\"<b>three</b>\", \"text/html\")");
        var shown = Assert.IsType<DisplayEvent>(first.Events[0]);
        var updated = Assert.IsType<UpdateDisplayEvent>(first.Events[1]);
        var later = Assert.IsType<UpdateDisplayEvent>(Assert.Single(second.Events));
        Assert.Equal(shown.DisplayId, updated.DisplayId);
        Assert.Equal(shown.DisplayId, later.DisplayId);
        Assert.Equal(("one", "two"), (shown.Data.Text("text/plain"), updated.Data.Text("text/plain")));
        Assert.Equal("<b>three</b>", later.Data.Text("text/html"));
    }

    [Fact]
    public async Task A_last_display_is_not_shown_twice()
    {
        await using var trial = new Trial();
        Assert.IsType<DisplayEvent>(Assert.Single((await trial.Run("Display(1)")).Events));
    }

    [Fact]
    public async Task ClearOutput_is_an_event_after_what_it_clears()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("Console.Write(1); ClearOutput(); Console.Write(2); ClearOutput(wait: true);");
        Assert.Equal(
            [new StreamEvent("stdout", "1"), new ClearOutputEvent(false), new StreamEvent("stdout", "2"), new ClearOutputEvent(true)],
            cell.Events);
    }

    [Fact]
    public async Task Many_lines_are_merged_and_quick()
    {
        await using var trial = new Trial();
        await trial.Run("1");
        var watch = Stopwatch.StartNew();
        CellTrace cell = await trial.Run("for (int i = 0; i < 200_000; i++) Console.WriteLine(1);");
        Assert.Equal(400_000, cell.Stdout.Length);
        Assert.InRange(cell.Events.Count, 1, 200);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_stream_is_cut_at_its_bound_and_says_so()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run(
            "for (int i = 0; i < 30_000; i++) Console.WriteLine(new string('x', 100));\nConsole.Error.Write(\"still here\");");
        Assert.StartsWith("xxx", cell.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("\n[stdout is cut here: a cell keeps 1,000,000 characters of it and 10,000,000 of all its outputs. "
            + "Print less, or write to a file.]\n", cell.Stdout, StringComparison.Ordinal);
        Assert.InRange(cell.Stdout.Length, 1_000_000, 1_000_200);
        Assert.Equal("still here", cell.Stderr);
    }

    [Fact]
    public async Task Displays_are_cut_at_the_cells_bound_and_say_so()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("for (int i = 0; i < 30_000; i++) Display(i);\n30");
        Assert.InRange(cell.Events.OfType<DisplayEvent>().Count(), 15_000, 20_000);
        Assert.Contains("[outputs are cut here: ", cell.Stderr, StringComparison.Ordinal);
        Assert.Single(cell.Events.OfType<StreamEvent>());
    }

    [Fact]
    public async Task A_display_outside_a_cell_is_printed()
    {
        await using var trial = new Trial();
        TextWriter before = Console.Out;
        using var printed = new StringWriter();
        try
        {
            Console.SetOut(printed);
            CellDisplay.Display("alone");
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Equal("alone", printed.ToString().Trim());
    }
}
