namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class CellCommandsTests
{
    [Fact]
    public void A_cell_without_commands_is_left_as_it_is() =>
        Assert.Equal("var s = \"#!x\";\n1", ToCSharp("var s = \"#!x\";\n1"));

    [Theory]
    [InlineData("#!html\n<b>\"x\"</b>\n<i/>")]
    [InlineData("1\n#!markdown\n# a\n#!csharp\n2")]
    [InlineData("#!net --name tiny\nINPUT 4x4x1 ->\nRELU\n#!csharp\ntiny")]
    [InlineData("#!time\n\n1")]
    public void Lines_stay_where_they_are(string code) =>
        Assert.Equal(code.Split('\n').Length, ToCSharp(code).Split('\n').Length);

    [Theory]
    [InlineData("#!html\n<b>\"x\"</b>", "text/html", "<b>\"x\"</b>")]
    [InlineData("#!markdown\n# a\n\nb", "text/markdown", "# a\n\nb")]
    [InlineData("#!javascript\nlet a = 1;", "application/javascript", "let a = 1;")]
    [InlineData("#!svg\n<svg/>", "image/svg+xml", "<svg/>")]
    public async Task A_section_is_shown_in_its_type(string code, string type, string content)
    {
        (List<CellEvent> events, CellResult result) = await RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Value);
        Assert.Equal(content, Assert.IsType<DisplayEvent>(Assert.Single(events)).Data.Text(type));
    }

    [Fact]
    public async Task A_network_is_shown_and_bound_to_its_variable()
    {
        (List<CellEvent> events, _) = await RunAsync(
            "#!net --name tiny\nINPUT 8x8x1 -> CONV 4 3x3 -> RELU\n-> FC 10", "tiny.OutputShape.Depth", "#!who");
        Assert.Contains("conv1", ((ResultEvent)events[0]).Data.Text("text/plain"));
        Assert.Equal("10", ((ResultEvent)events[1]).Data.Text("text/plain"));
        Assert.Equal("tiny\n", ((StreamEvent)events[2]).Text);
    }

    [Fact]
    public async Task Commands_print_variables_time_and_themselves()
    {
        (List<CellEvent> events, _) = await RunAsync("var b = 2; var a = \"x\";", "#!whos", "#!lsmagic", "#!about", "#!time\nb");
        Assert.Equal("a  String  x\nb  Int32  2\n", ((StreamEvent)events[0]).Text);
        Assert.Equal(string.Join('\n', CellCommands.Known) + "\n", ((StreamEvent)events[1]).Text);
        Assert.StartsWith("ConvNotebooks ", ((StreamEvent)events[2]).Text);
        Assert.Equal("2", ((ResultEvent)events[3]).Data.Text("text/plain"));
        Assert.Matches(@"^Wall time: \d+\.\d ms\n$", ((StreamEvent)events[4]).Text);
    }

    [Theory]
    [InlineData("1\n#!connect", "In[1], line 2: #!connect is unknown; known are #!csharp, #!net [--name variable], #!html, #!markdown, "
        + "#!javascript, #!svg, #!time, #!who, #!whos, #!about, #!lsmagic, #!import file, #!set --name variable --value @language:variable, "
        + "#!share --from language variable [--as variable]. Write one of these.")]
    [InlineData("#!net --as 7", "In[1], line 1: #!net came with \"--as 7\"; needed --name and a C# variable. Write such as #!net --name tiny.")]
    [InlineData("#!time now", "In[1], line 1: #!time came with \"now\"; it takes nothing. Leave that out.")]
    public async Task What_is_no_command_is_an_error_of_its_line(string code, string message)
    {
        (_, CellResult result) = await RunAsync(code);
        Assert.Equal(("CompilationError", message), (result.Error?.Name, result.Error?.Value));
    }

    private static string ToCSharp(string code) => Assert.IsType<CodePart>(Assert.Single(CellCommands.Read(code))).Code;

    private static async Task<(List<CellEvent> Events, CellResult Last)> RunAsync(params string[] cells)
    {
        await using var session = new CSharpSession();
        List<CellEvent> events = [];
        CellResult? last = null;
        for (int i = 0; i < cells.Length; i++)
            last = await session.ExecuteAsync(cells[i], i + 1, events.Add);
        return (events, last!);
    }
}
