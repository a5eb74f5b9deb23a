namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("#!import more.cs")]
    [InlineData("#!import \"more.cs\"")]
    [InlineData("#load \"more.cs\"")]
    [InlineData("#!import more.dib")]
    [InlineData("#load \"more.dib\"")]
    [InlineData("#!import more.ipynb")]
    [InlineData("#load \"more.ipynb\"")]
    public async Task A_files_code_is_known_after_the_line_that_imports_it(string import)
    {
        File.WriteAllText(folder.File("more.cs"), "using System.Text;\nint Twice(int a) => 2 * a;\r\nint three = 3;\n");
        File.WriteAllText(folder.File("more.dib"), "#!markdown\n\ntext\n\n#!csharp\n\nint Twice(int a) => 2 * a;\n\n#!csharp\n\nint three = 3;\n");
        NotebookDocument.Read(folder.File("more.dib")).Write(folder.File("more.ipynb"));
        await using var trial = new Trial(folder.Path);
        CellTrace cell = await trial.Run($"var before = 1;\n{import}\nTwice(three) + before");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("7", cell.Value);
        Assert.Equal("7", (await trial.Run("Twice(three) + before")).Value);
    }

    [Fact]
    public async Task Cells_of_a_file_show_what_they_put_out_and_their_errors_name_it()
    {
        File.WriteAllText(folder.File("parts.dib"), "#!csharp\n\n40 + 2\n\n#!net --name tiny\nINPUT 8x8x1 -> FC 5\n\n#!csharp\n\nint Fail()\n{\n    throw new Exception(\"no\");\n}\n");
        await using var trial = new Trial(folder.Path);
        CellTrace cell = await trial.Run("#!import parts.dib\ntiny.OutputShape.Depth");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("42", cell.Events.OfType<DisplayEvent>().First().Data.Text("text/plain"));
        Assert.Equal("5", cell.Value);
        Assert.Equal("System.Exception: no\n  parts.dib[3], line 3, in Fail\n    throw new Exception(\"no\");\n  In[2], line 2\n    Fail()",
            (await trial.Run("\nFail()")).Error);
    }

    [Fact]
    public async Task A_file_imports_others_relative_to_itself()
    {
        Directory.CreateDirectory(folder.File("lib/deep"));
        File.WriteAllText(folder.File("lib/a.cs"), "#!import deep/b.cs\nint a = b + 1;");
        File.WriteAllText(folder.File("lib/deep/b.cs"), "int b = 1;");
        File.WriteAllText(folder.File("lib/deep/net.net"), "INPUT 2x2x1 -> FC 9");
        await using var trial = new Trial(folder.Path);
        Assert.Equal("2", (await trial.Run("#!import lib/a.cs\na")).Value);
        Assert.Equal("9", (await trial.Run("#!import lib/deep/net.net\nnet.OutputShape.Depth")).Value);
    }

    [Theory]
    [InlineData("1\n#!import none.cs", "In[1], line 2: none.cs is not there. Give a path relative to the notebook's folder, or an absolute one.")]
    [InlineData("#!import a.txt", "In[1], line 1: a.txt is no code. Import a file that ends in .cs, .csx, .net, .dib or .ipynb.")]
    [InlineData("#!import", "In[1], line 1: #!import came with \"\"; needed a file. Write such as #!import more.dib.")]
    [InlineData("#!import bad.ipynb", "In[1], line 1: bad.ipynb: the file is empty. Restore the file from its history, or mend it in a text editor.")]
    [InlineData("#!import itself.cs", "itself.cs, line 1: files import one another more than 16 deep. Take itself.cs out where it imports itself.")]
    [InlineData("#!import wrong.cs", "wrong.cs, line 2: error CS0103: The name 'nope' does not exist in the current context")]
    public async Task What_cannot_be_imported_is_an_error_that_says_what_to_do(string code, string message)
    {
        File.WriteAllText(folder.File("a.txt"), "");
        File.WriteAllText(folder.File("bad.ipynb"), "");
        File.WriteAllText(folder.File("itself.cs"), "#!import itself.cs");
        File.WriteAllText(folder.File("wrong.cs"), "int a = 1;\nint b = nope;");
        await using var trial = new Trial(folder.Path);
        Assert.Equal(("CompilationError", message), ((await trial.Run(code)).Result.Error is var e) ? (e?.Name, e?.Value) : default);
    }
}
