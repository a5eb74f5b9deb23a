namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class CellErrorTests
{
    [Fact]
    public async Task A_compilation_error_underlines_the_place()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("int a = 1;\n\tint z = nope + a;");
        ErrorEvent error = cell.Result.Error!;
        Assert.Equal("CompilationError", error.Name);
        Assert.Equal("In[1], line 2: error CS0103: The name 'nope' does not exist in the current context", error.Value);
        Assert.Equal(
            "In[1], line 2: error CS0103: The name 'nope' does not exist in the current context\n"
            + "    \tint z = nope + a;\n"
            + "    \t        ^^^^", cell.Error);
        Assert.Same(error, cell.Events[^1]);
    }

    [Fact]
    public async Task Many_errors_are_counted()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run(string.Concat(Enumerable.Range(0, 8).Select(i => $"n{i} = 1;\n")));
        Assert.EndsWith("... and 3 more errors", cell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("namespace A {}", "A cell cannot declare namespaces: leave the namespace out.")]
    [InlineData("Span<int> s = stackalloc int[3];", "Spans cannot be variables of a cell: use them inside a method, or keep an array.")]
    [InlineData("static class E { public static int Two(this int a) => 2 * a; }",
        "Declare it outside the class, as a static method of the cell itself.")]
    [InlineData("Console.WriteLine(\"hello);", "The text that begins here does not end on its line: write the \" that ends it.")]
    [InlineData("new StringBuilder()", "StringBuilder is in System.Text: write using System.Text; first.")]
    [InlineData("var all = new ConcurrentBag<int>();", "ConcurrentBag is in System.Collections.Concurrent: write using System.Collections.Concurrent; first.")]
    [InlineData("%matplotlib inline", "Lines that begin with % or ! are IPython's. Commands here begin with #!, and #!lsmagic lists them.")]
    [InlineData("!ls", "Lines that begin with % or ! are IPython's.")]
    [InlineData("#r \"missing.dll\"", "Give a path relative to the notebook's folder, or an absolute one.")]
    public async Task What_a_cell_cannot_do_is_answered_by_what_to_do(string code, string advice)
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run(code);
        Assert.Equal("CompilationError", cell.Result.Error?.Name);
        Assert.Contains(advice, cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_shows_the_users_lines_first_and_the_librarys_after()
    {
        await using var trial = new Trial();
        await trial.Run("int Parse(string text)\n{\n    return int.Parse(text);\n}");
        CellTrace cell = await trial.Run("var a = \"12\";\nParse(a + \"x\")");
        Assert.Equal("System.FormatException", cell.Result.Error!.Name);
        Assert.Equal("The input string '12x' was not in a correct format.", cell.Result.Error.Value);
        Assert.StartsWith(
            "System.FormatException: The input string '12x' was not in a correct format.\n"
            + "  In[1], line 3, in Parse\n"
            + "    return int.Parse(text);\n"
            + "  In[2], line 2\n"
            + "    Parse(a + \"x\")\n"
            + "  at System.", cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_async_method_keeps_its_line()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("async Task<int> G()\n{\n    await Task.Yield();\n    return new[] { 1 }[3];\n}\nawait G()");
        Assert.Contains("  In[1], line 4, in G\n    return new[] { 1 }[3];\n  In[1], line 6\n", cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cause_of_an_exception_is_shown()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("throw new Exception(\"outer\", new InvalidOperationException(\"inner\"));");
        Assert.Contains("\ncaused by System.InvalidOperationException: inner", cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_any_length_is_bounded()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("throw new Exception(new string('x', 100_000));");
        Assert.EndsWith("xxx... (100,000 characters)", cell.Result.Error!.Value, StringComparison.Ordinal);
        Assert.InRange(cell.Error.Length, 10_000, 11_000);
    }

    [Fact]
    public async Task Nothing_of_this_machine_or_of_scripting_shows()
    {
        using var folder = new TemporaryFolder();
        await using var trial = new Trial(folder.Path);
        await trial.Run($"var missing = @\"{folder.File("missing.png")}\";\n"
            + "class Mine { }\nclass MyException(string message) : Exception(message) { }");
        string[] errors =
        [
            (await trial.Run("object o = new Mine();\n(int)o")).Error,
            (await trial.Run("throw new MyException(\"x\");")).Error,
            (await trial.Run("File.ReadAllText(missing)")).Error,
            (await trial.Run("int n = new Mine();")).Error,
            (await trial.Run("try { o = (int)o; } catch (Exception e) { Console.Write(e); }")).Stdout,
        ];
        Assert.All(errors, error => Assert.DoesNotContain(folder.Path, error, StringComparison.Ordinal));
        Assert.All(errors[..^1], error => Assert.DoesNotContain("Submission", error, StringComparison.Ordinal));
        Assert.StartsWith("MyException: x", errors[1], StringComparison.Ordinal);
        Assert.Contains("'missing.png'", errors[2], StringComparison.Ordinal);
        Assert.Contains("In[6]:line 1", errors[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_cell_without_memory_declared_is_not_offered_later()
    {
        await using var session = new CSharpSession();
        await session.ExecuteAsync("var kept = 1;", 1, _ => { });
        CellResult result = await session.ExecuteAsync("var dropped = 1;\nthrow new OutOfMemoryException();", 2, _ => { });
        Assert.Equal("System.OutOfMemoryException", result.Error?.Name);
        Assert.Equal(["var kept = 1;"], session.TakeSubmitted().Select(code => code.CSharp));
    }
}
