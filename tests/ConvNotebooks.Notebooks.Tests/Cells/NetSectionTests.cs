namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class NetSectionTests
{
    [Fact]
    public async Task A_mistake_is_underlined_where_it_stands_before_anything_runs()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("Console.WriteLine(1);\n#!net --name tiny\nINPUT 8x8x1 ->\n\tCONV 4 3x3 -> REUL\n");
        Assert.Equal(("", "CompilationError"), (cell.Stdout, cell.Result.Error?.Name));
        Assert.StartsWith("In[1], line 4, column 16: 'REUL' is no layer. Write RELU, or another of INPUT, CONV", cell.Result.Error!.Value, StringComparison.Ordinal);
        Assert.Contains("\n    \tCONV 4 3x3 -> REUL\n    \t              ^^^^", cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_that_does_not_fit_comes_with_its_repairs()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("#!net\nINPUT 10x10x1 -> CONV 1 3x3 s2");
        Assert.StartsWith("In[1], line 2, column 18: ", cell.Result.Error!.Value, StringComparison.Ordinal);
        Assert.Contains("\n    INPUT 10x10x1 -> CONV 1 3x3 s2\n                     ^^^^\n", cell.Error, StringComparison.Ordinal);
        Assert.True(cell.Result.Error.Traceback.Count > 4, cell.Error);
    }

    [Theory]
    [InlineData("#!share --from csharp N", 3)]
    [InlineData("#!share N --from csharp", 3)]
    [InlineData("#!share --from csharp depth --as N", 2)]
    [InlineData("#!set --name N --value @csharp:depth", 2)]
    [InlineData("#!set --name N --value 4", 4)]
    public async Task A_repetition_takes_its_number_from_CSharp(string command, int layers)
    {
        await using var trial = new Trial();
        await trial.Run("var N = 3; var depth = 2;");
        CellTrace cell = await trial.Run($"#!net --name deep\n{command}\nINPUT 8x8x1 -> [RELU]*N");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal($"{layers}", (await trial.Run("deep.Stages.Count")).Value);
    }

    [Fact]
    public async Task A_mistake_that_a_shared_number_brings_is_underlined_too()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("#!net\n#!set --name N --value 3\n\nINPUT 8x8x1 -> [POOL 2]*N ->\nPOOL 2");
        Assert.Equal("NotationException", cell.Result.Error?.Name);
        Assert.StartsWith("In[1], line 5, column 1: ", cell.Result.Error!.Value, StringComparison.Ordinal);
        Assert.Contains("\n    POOL 2\n    ^^^^\n", cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CSharp_takes_networks_and_values_by_name()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("""
            #!net --name tiny
            INPUT 8x8x1 -> FC 5
            #!csharp
            #!share --from net tiny --as small
            #!set --name same --value @net:tiny
            #!share --from net tiny
            #!set --name text --value "two words"
            $"{small.OutputShape.Depth} {object.ReferenceEquals(small, same)} {text}"
            """);
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("5 True two words", cell.Value);
    }

    [Theory]
    [InlineData("#!set --name x", "In[1], line 1: #!set came with \"--name x\"; needed #!set --name variable --value @language:variable. "
        + "Write such as #!set --name x --value @csharp:y.")]
    [InlineData("#!share tiny", "In[1], line 1: #!share came with \"tiny\"; needed #!share --from language variable [--as variable]. "
        + "Write such as #!share --from net tiny.")]
    [InlineData("1\n#!share --from html tiny", "In[1], line 2: \"html\" keeps no variables; csharp and net do. Name one of these.")]
    [InlineData("#!share --from net tiny", "In[1], line 1: error CS0103: The name 'tiny' does not exist in the current context")]
    [InlineData("#!net\n#!time\nINPUT 8x8x1", "In[1], line 2: #!time means nothing in a #!net section. Write it in a C# section.")]
    [InlineData("1\n#!fsharp\nlet x = 1", "In[1], line 2: fsharp cells cannot be run here; csharp, net, html, markdown, javascript, svg can. "
        + "Write it in one of these, or tag the cell skip-execution.")]
    public async Task What_cannot_be_shared_is_an_error_that_says_what_to_do(string code, string message)
    {
        await using var trial = new Trial();
        Assert.Equal(message, (await trial.Run(code)).Result.Error?.Value);
    }

    [Fact]
    public async Task A_cell_may_begin_in_another_language()
    {
        await using var session = new CSharpSession();
        var events = new List<CellEvent>();
        Assert.True((await session.ExecuteAsync(new CellCode("INPUT 8x8x1 -> FC 5", "net"), 1, events.Add)).Succeeded);
        Assert.Contains("fc1", Assert.IsType<ResultEvent>(events[^1]).Data.Text("text/plain"), StringComparison.Ordinal);
        await session.ExecuteAsync(new CellCode("<b>\"x\"</b>\n#!csharp\nnet.OutputShape.Depth", "html"), 2, events.Add);
        Assert.Equal("<b>\"x\"</b>", Assert.IsType<DisplayEvent>(events[^2]).Data.Text("text/html"));
        Assert.Equal("5", Assert.IsType<ResultEvent>(events[^1]).Data.Text("text/plain"));
        CellResult result = await session.ExecuteAsync(new CellCode("INPUT 8x8x1 ->\nFCC 5", "net"), 3, events.Add);
        Assert.StartsWith("In[3], line 2, column 1: 'FCC' is no layer.", result.Error?.Value, StringComparison.Ordinal);
    }
}
