namespace ConvNotebooks.Notebooks.Tests;

public sealed class DibTests
{
    private const string Polyglot = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":["c#","cs"],"languageName":"C#","name":"csharp"}]}}

        #!markdown

        # Two networks <é>

        Text.

        #!csharp

        var depth = 2;

        depth + 1

        #!net --name tiny
        INPUT 4x4x1 -> FC 2

        #!net

        INPUT 4x4x1 -> FC 3

        #!html

        <b>bold</b>

        #!fsharp

        let x = 1

        """;

    [Fact]
    public void A_file_is_cells_in_their_languages()
    {
        NotebookDocument document = Dib.Read(Polyglot, "a.dib");
        Assert.Equal(
            ["csharp|var depth = 2;\n\ndepth + 1", "csharp|#!net --name tiny\nINPUT 4x4x1 -> FC 2", "net|INPUT 4x4x1 -> FC 3", "html|<b>bold</b>", "fsharp|let x = 1"],
            document.Cells.OfType<CodeCell>().Select(cell => $"{cell.Language}|{cell.Source}"));
        Assert.Equal("# Two networks <é>\n\nText.", Assert.IsType<MarkdownCell>(document.Cells[0]).Source);
    }

    [Theory]
    [InlineData(Polyglot)]
    [InlineData("#!csharp\n\n1\n")]
    [InlineData("")]
    [InlineData("#!markdown\n\n- a\n    - b\n\n#!raw\n\nkept\n")]
    public void What_is_read_is_written_again(string text)
    {
        text = text.ReplaceLineEndings("\n");
        Assert.Equal(text, Dib.Write(Dib.Read(text, "a.dib")));
        Assert.Equal(text, Dib.Write(NotebookDocument.Parse(Dib.Read(text, "a.dib").ToJson(), "a.ipynb")));
    }

    [Theory]
    [InlineData("1\n#!C#\n\n2\r\n\r\n#!cs\n\n\n3", "csharp:1,csharp:2,csharp:3")]
    [InlineData("#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"html\"}}\n#!csharp\n1\n#!js\nlet a;", "csharp:1,javascript:let a;")]
    [InlineData("  \n#!time\n#!who\n1", "csharp:#!time\n#!who\n1")]
    public void Languages_have_other_names_and_commands_are_not_languages(string text, string cells)
    {
        IEnumerable<CodeCell> found = Dib.Read(text, "a.dib").Cells.OfType<CodeCell>();
        Assert.Equal(cells, string.Join(",", found.Select(cell => $"{cell.Language}:{cell.Source}")));
    }

    [Fact]
    public void Metadata_that_is_no_JSON_is_an_error_of_its_line()
    {
        var error = Assert.Throws<NotebookFormatException>(() => Dib.Read("#!csharp\n1\n#!meta\nnope", "a.dib"));
        Assert.Equal("a.dib: its #!meta block at line 3 is no JSON object. Mend it in a text editor, or take it out.", error.Message);
    }

    [Theory]
    [InlineData("""{ "polyglot_notebook": { "kernelName": "net" }, "dotnet_interactive": { "language": "html" } }""", "net")]
    [InlineData("""{ "dotnet_interactive": { "language": "html" } }""", "html")]
    [InlineData("""{ "vscode": { "languageId": "markdown" } }""", "markdown")]
    [InlineData("""{ "vscode": { "languageId": "polyglot-notebook" } }""", "csharp")]
    [InlineData("""{ "dotnet_interactive": 7, "tags": [] }""", "csharp")]
    [InlineData("""{ "polyglot_notebook": { "kernelName": "my-sql" } }""", "my-sql")]
    public void The_metadata_that_editors_write_choose_a_cells_language(string metadata, string language) => Assert.Equal(
        language, new CodeCell { Metadata = System.Text.Json.Nodes.JsonNode.Parse(metadata)!.AsObject() }.Language);
}
