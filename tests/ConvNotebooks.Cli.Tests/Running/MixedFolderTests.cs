using System.Text.RegularExpressions;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Tests.Running;

/// <summary>One run over good and bad notebooks, of which the tests look at different sides.</summary>
public sealed class MixedRun : IAsyncLifetime
{
    internal NotebookFolder Folder { get; } = new();

    internal Invocation Run { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Folder.Add("a-good.ipynb", "var x = 41;", "Console.WriteLine($\"hello {x}\");\nx + 1");
        Folder.Add("b-failing.ipynb", "int zero = 0;", "1 / zero", "2");
        Folder.Add("c-crashing.ipynb", "Environment.Exit(3);");
        Folder.Add("d-endless.ipynb", "while (true) { }");
        File.WriteAllText(Folder.File("e-malformed.ipynb"), "{\"cells\":");
        Run = await Invocation.Of("run", Folder.Path, "--out", Folder.Output, "--timeout", "8", "--jobs", "2");
    }

    public Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class MixedFolderTests(MixedRun mixed) : IClassFixture<MixedRun>
{
    [Fact]
    public void One_failure_makes_the_run_fail_but_stops_no_other()
    {
        Assert.Equal(1, mixed.Run.Code);
        Assert.Contains("1 of 5 notebooks passed.", mixed.Run.Output);
        Assert.Equal(["42"], NotebookFolder.LastCell(mixed.Folder.File("out/a-good.ipynb")).Outputs
            .OfType<ResultOutput>().Select(result => result.Data.Text("text/plain")));
    }

    [Theory]
    [InlineData("a-good.ipynb", "2", "passed")]
    [InlineData("b-failing.ipynb", "2 of 3", "In[2] failed")]
    [InlineData("c-crashing.ipynb", "1", "In[1] ended its process")]
    [InlineData("d-endless.ipynb", "1", "In[1] timed out")]
    [InlineData("e-malformed.ipynb", "", "cannot be run")]
    public void The_table_has_a_row_for_every_notebook(string notebook, string cells, string result) => Assert.Matches(
        $@"(?m)^  {Regex.Escape(notebook)} +{cells} +\d+\.\d   {Regex.Escape(result)}$", mixed.Run.Output);

    [Theory]
    [InlineData("b-failing.ipynb, In[2]: System.DivideByZeroException: Attempted to divide by zero.")]
    [InlineData("c-crashing.ipynb, In[1] ended its process (exit code 3).")]
    [InlineData("d-endless.ipynb, In[1] ran longer than its limit of 8 s and was stopped.")]
    [InlineData("e-malformed.ipynb: it is no JSON at line 1, byte 10.")]
    public void Every_failure_names_notebook_cell_and_error(string message) => Assert.Contains(message, mixed.Run.Error);

    [Fact]
    public void Every_notebook_that_could_be_read_has_its_file_and_page()
    {
        string[] names = ["a-good", "b-failing", "c-crashing", "d-endless"];

        Assert.Equal(
            names.SelectMany(name => new[] { $"{name}.html", $"{name}.ipynb" }).Append("index.html"),
            Directory.GetFiles(mixed.Folder.Output).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Contains("DivideByZeroException", File.ReadAllText(mixed.Folder.File("out/b-failing.html")));
        Assert.Contains("<a href=\"index.html\">", File.ReadAllText(mixed.Folder.File("out/a-good.html")));
    }

    [Fact]
    public void The_index_lists_titles_summaries_and_results()
    {
        string html = File.ReadAllText(mixed.Folder.File("out/index.html"));

        Assert.Contains("<a href=\"a-good.html\">The title of a-good.ipynb</a><p>The summary of a-good.ipynb.</p>", html);
        Assert.Contains("<td class=\"result good\">passed</td>", html);
        Assert.Contains("<td class=\"result bad\">In[1] timed out</td>", html);
        Assert.Contains("<tr><td>e-malformed.ipynb<p>", html);
    }

    [Fact]
    public void The_inputs_are_as_they_were() =>
        Assert.Empty(NotebookFolder.LastCell(mixed.Folder.File("a-good.ipynb")).Outputs);
}
