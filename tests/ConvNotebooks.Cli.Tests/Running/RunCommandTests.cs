using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Tests.Running;

public sealed class RunCommandTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task In_place_stores_a_notebook_that_succeeded_and_a_check_then_passes_until_an_output_changes()
    {
        string good = folder.Add("good.ipynb", "1 + 1");
        string bad = folder.Add("bad.ipynb", "throw new Exception(\"no\");");
        string before = File.ReadAllText(bad);

        Invocation stored = await Invocation.Of("run", good, bad, "--out", folder.Output, "--in-place", "--jobs", "2");
        Invocation same = await Invocation.Of("run", good, "--out", folder.Output, "--check");
        File.WriteAllText(good, File.ReadAllText(good).Replace("\"2\"", "\"3\"", StringComparison.Ordinal));
        Invocation other = await Invocation.Of("run", good, "--out", folder.Output, "--check");

        Assert.Equal(1, stored.Code);
        Assert.Equal(before, File.ReadAllText(bad));
        Assert.Equal((0, ""), (same.Code, same.Error));
        Assert.Equal(1, other.Code);
        Assert.Contains("good.ipynb: 1 cell puts out something else than is stored, first In[1].", other.Error);
        Assert.Contains("    - 3\n    + 2\n", other.Error);
    }

    [Fact]
    public async Task Parameters_replace_the_notebooks_own()
    {
        string path = folder.Add("p.ipynb", "// parameters\nint seed = 1;\nfloat rate = 0.5f;", "$\"{seed} {rate}\"");

        Invocation run = await Invocation.Of("run", path, "--out", folder.Output, "--parameters", "seed=7", "rate=0.25");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var result = Assert.IsType<ResultOutput>(Assert.Single(NotebookFolder.LastCell(folder.File("out/p.ipynb")).Outputs));
        Assert.Equal("7 0.25", result.Data.Text("text/plain"));
    }

    [Fact]
    public async Task The_program_itself_runs_a_folder_twice_and_gives_the_same_bytes()
    {
        Directory.CreateDirectory(folder.File("deep"));
        folder.Add("deep/one.ipynb", "Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2)");

        Invocation first = await Invocation.OfProcess(folder.Path, "run", ".");
        string[] outputs = ["deep/one.ipynb", "deep/one.html", "index.html"];
        string[] bytes = [.. outputs.Select(name => File.ReadAllText(folder.File($"artifacts/notebooks/{name}")))];
        Invocation second = await Invocation.OfProcess(folder.Path, "run", ".");

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Contains($"1 of 1 notebooks passed. Read them: {Path.Combine("artifacts", "notebooks", "index.html")}", first.Output);
        Assert.Equal((0, ""), (second.Code, second.Error));
        Assert.Equal(bytes, outputs.Select(name => File.ReadAllText(folder.File($"artifacts/notebooks/{name}"))));
        Assert.Contains("<a href=\"../index.html\">", bytes[1]);
        Assert.Contains("<a href=\"deep/one.html\">", bytes[2]);
    }

    [Theory]
    [InlineData("no/such: there is no such file or folder. Check the path.", "no/such")]
    [InlineData("--timeout: \"0\" came; it takes a number of seconds above 0, such as 60.", "x.ipynb", "--timeout", "0")]
    [InlineData("--timeout: \"soon\" came; it takes a number of seconds above 0, such as 60.", "x.ipynb", "--timeout", "soon")]
    [InlineData("--timeout: \"NaN\" came; it takes a number of seconds above 0, such as 60.", "x.ipynb", "--timeout", "NaN")]
    [InlineData("--jobs: \"1.5\" came; it takes a whole number from 1 to 64.", "x.ipynb", "--jobs", "1.5")]
    [InlineData("Parameter \"seed\": there is no equals sign. Write name=value, such as seed=7.", "x.ipynb", "--parameters", "seed")]
    [InlineData("Parameter \"2=3\": \"2\" is no name of a C# variable.", "x.ipynb", "--parameters", "2=3")]
    [InlineData("--check compares a notebook with what it stores, so it does not go with --in-place. Leave one of them out.",
        "x.ipynb", "--check", "--in-place")]
    [InlineData("--check compares a notebook with what it stores, so it does not go with --parameters.",
        "x.ipynb", "--check", "--parameters", "a=1")]
    [InlineData("--in-place would store the values of --parameters in the notebook.",
        "x.ipynb", "--in-place", "--parameters", "a=1")]
    [InlineData("convnotebooks run: <notebooks> is missing.")]
    public async Task What_cannot_be_used_is_one_sentence(string message, params string[] args)
    {
        Invocation run = await Invocation.Of(["run", .. args]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public async Task A_folder_without_notebooks_is_the_users_mistake()
    {
        Invocation run = await Invocation.Of("run", folder.Path);

        Assert.Equal(
            new Invocation(2, "", $"{folder.Path}: there are no notebooks (.ipynb, .dib) in this folder or below it. Give another folder.\n"), run);
    }

    [Fact]
    public async Task An_output_folder_that_takes_no_files_is_the_users_mistake()
    {
        string notebook = folder.Add("a.ipynb", "1");
        File.WriteAllText(folder.Output, "a file where the folder should be");

        Invocation run = await Invocation.Of("run", notebook, "--out", folder.Output);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith($"{folder.Output}: nothing can be written there (", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_malformed_notebooks_is_the_users_mistake()
    {
        File.WriteAllText(folder.File("a.ipynb"), "");

        Invocation run = await Invocation.Of("run", folder.Path, "--out", folder.Output);

        Assert.Equal(2, run.Code);
        Assert.StartsWith("a.ipynb: the file is empty.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notebook_called_index_keeps_its_page()
    {
        folder.Add("index.ipynb", "1");

        Invocation run = await Invocation.Of("run", folder.Path, "--out", folder.Output);

        Assert.Equal(0, run.Code);
        Assert.Contains("The title of index.ipynb", File.ReadAllText(folder.File("out/index.html")));
        Assert.Contains("href=\"index.html\"", File.ReadAllText(folder.File("out/contents.html")));
    }

    [Fact]
    public async Task A_dib_file_runs_and_its_result_is_a_notebook()
    {
        using var folder = new NotebookFolder();
        File.WriteAllText(folder.File("a.dib"),
            "#!markdown\n\n# Title\n\n#!csharp\n\nvar x = 6;\n\n#!net\n\nINPUT 4x4x1 -> FC 7\n\n#!csharp\n\nx * net.OutputShape.Depth\n");

        Invocation run = await Invocation.Of("run", folder.Path, "--out", folder.Output);

        Assert.Equal(0, run.Code);
        Assert.Equal("42", Assert.IsType<ResultOutput>(NotebookFolder.LastCell(folder.File("out/a.ipynb")).Outputs[0]).Data.Text("text/plain"));
        Assert.True(File.Exists(folder.File("out/a.html")));
        Invocation check = await Invocation.Of("run", folder.File("a.dib"), "--out", folder.Output, "--check");
        Assert.Equal((2, "a.dib: a .dib file keeps no outputs, so --check has nothing to do with it. Leave it out, or convert it first: convnotebooks convert.\n"),
            (check.Code, check.Error));
    }
}
