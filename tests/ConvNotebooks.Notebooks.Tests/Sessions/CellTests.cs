namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class CellTests
{
    [Fact]
    public async Task Variables_usings_and_types_last_from_cell_to_cell()
    {
        await using var trial = new Trial();
        Assert.True((await trial.Run("using System.Text;\nint x = 1;\nrecord Pair(int A, int B);")).Result.Succeeded);
        Assert.Equal("2", (await trial.Run("x + 1")).Value);
        Assert.Equal("q", (await trial.Run("new StringBuilder(\"q\").ToString()")).Value);
        Assert.Equal("5", (await trial.Run("new Pair(2, 3) is var (a, b) ? a + b : 0")).Value);
    }

    [Fact]
    public async Task A_later_cell_redefines_what_an_earlier_one_defined()
    {
        await using var trial = new Trial();
        await trial.Run("int x = 1; int F() => 1; class C { public int V = 1; }");
        await trial.Run("string x = \"now text\"; int F() => 2; class C { public int V = 2; }");
        Assert.Equal("now text22", (await trial.Run("x + F() + new C().V")).Value);
    }

    [Fact]
    public async Task Await_works_at_top_level()
    {
        await using var trial = new Trial();
        Assert.Equal("7", (await trial.Run("var t = await Task.FromResult(6);\nawait Task.Yield();\nt + 1")).Value);
    }

    [Theory]
    [InlineData("x = 1;", null)]
    [InlineData("int z = 3;", null)]
    [InlineData("Console.Write(\"\")", null)]
    [InlineData("", null)]
    [InlineData("// only a comment", null)]
    [InlineData("(object)null", "<null>")]
    [InlineData("x = 5", "5")]
    [InlineData("return 4;", "4")]
    public async Task Only_a_last_expression_without_semicolon_is_a_result(string code, string? value)
    {
        await using var trial = new Trial();
        await trial.Run("int x = 0;");
        CellTrace cell = await trial.Run(code);
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal(value, cell.Value);
    }

    [Fact]
    public async Task What_a_failing_cell_did_before_its_error_stays()
    {
        await using var trial = new Trial();
        await trial.Run("int x = 1;");
        Assert.False((await trial.Run("x = 2; throw new Exception();")).Result.Succeeded);
        Assert.False((await trial.Run("x = 3; nonsense")).Result.Succeeded);
        Assert.Equal("2", (await trial.Run("x")).Value);
    }

    [Fact]
    public async Task The_library_and_its_charts_are_loaded_once()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("""
            (typeof(Formatters).Assembly.Location == System.Reflection.Assembly.Load("ConvNotebooks.Interactive").Location)
                + " " + typeof(Plotly.NET.GenericChart).Assembly.GetName().Name
                + " " + typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.GetName().Name
            """);
        Assert.Equal("True Plotly.NET Microsoft.DotNet.Interactive.Formatting", cell.Value);
        await trial.Run("Microsoft.DotNet.Interactive.Formatting.Formatter.Register<Marked>(m => \"marked!\", \"text/plain\");\n"
            + "class Marked { }");
        Assert.Equal("marked!", (await trial.Run("new Marked()")).Value);
    }

    [Fact]
    public async Task A_dll_is_referred_to_relative_to_the_notebook()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("lib"));
        LibraryFile.Compile(folder.File("lib/Greeter.dll"), "public static class Greeter { public static string Hi() => \"hi\"; }");
        await using var trial = new Trial(folder.Path);
        CellTrace cell = await trial.Run("#r \"lib/Greeter.dll\"\nGreeter.Hi()");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("hi", cell.Value);
        Assert.Equal("hi", (await trial.Run("Greeter.Hi()")).Value);
    }

    [Fact]
    public async Task A_script_is_loaded_relative_to_the_notebook()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("more.csx"), "int Twice(int a) => a * 2;\nint Fail() => throw new Exception(\"x\");");
        await using var trial = new Trial(folder.Path);
        Assert.Equal("6", (await trial.Run("#load \"more.csx\"\nTwice(3)")).Value);
        Assert.Contains("  more.csx, line 2, in Fail\n", (await trial.Run("Fail()")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_written_the_same_in_every_culture()
    {
        System.Globalization.CultureInfo earlier = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            var comma = new System.Globalization.CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            System.Globalization.CultureInfo.CurrentCulture = comma;
            await using var trial = new Trial();
            CellTrace cell = await trial.Run("Console.Write(1.5);\nvar t = new System.Threading.Thread(() => Console.Write($\" {2.5}\"));\n"
                + "t.Start(); t.Join();\n3.5");
            Assert.Equal(("1.5 2.5", "3.5"), (cell.Stdout, cell.Value));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = earlier;
        }
    }

    [Fact]
    public async Task A_cancelled_cell_does_not_run()
    {
        await using var session = new CSharpSession();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.ExecuteAsync("1", 1, _ => { }, new CancellationToken(canceled: true)));
    }
}
