namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class UsingVariablesTests
{
    private const string Door = """
        var doors = new List<string>();
        class Door(string name, List<string> log) : IDisposable, IAsyncDisposable
        {
            public void Dispose() => log.Add(name + " shut");
            public ValueTask DisposeAsync() { log.Add(name + " shut later"); return default; }
        }
        """;

    [Theory]
    [InlineData("using var a = new Door(\"a\", doors);\nusing Door b = new Door(\"b\", doors), c = null;\ndoors.Add(\"in\");", "in, b shut, a shut")]
    [InlineData("await using var a = new Door(\"a\", doors); doors.Add(\"in\");", "in, a shut later")]
    [InlineData("using var a = new Door(\"a\", doors);\ndoors.Add(\"in\");\nthrow new Exception();", "in, a shut")]
    [InlineData("void F() { using var a = new Door(\"a\", doors); }\nF(); doors.Add(\"in\");", "a shut, in")]
    [InlineData("using (var a = new Door(\"a\", doors)) doors.Add(\"in\");\ndoors.Add(\"out\");", "in, a shut, out")]
    [InlineData("using System.Text;\nvar s = \"using var a = b;\"; doors.Add(s);", "using var a = b;")]
    public async Task They_are_disposed_at_the_end_of_the_cells_code(string code, string doors)
    {
        await using var trial = new Trial();
        await trial.Run(Door);
        await trial.Run(code);
        Assert.Equal(doors, (await trial.Run("string.Join(\", \", doors)")).Value);
    }

    [Fact]
    public async Task The_variable_stays_disposed()
    {
        await using var trial = new Trial();
        Assert.Equal("True", (await trial.Run("using var s = new MemoryStream();\ns.CanRead")).Value);
        Assert.Equal("False", (await trial.Run("s.CanRead")).Value);
    }

    [Fact]
    public async Task What_cannot_be_disposed_is_an_error_in_its_line()
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run("int x = 1;\nusing var n = 5;");
        Assert.StartsWith("In[1], line 2: error CS1503", cell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disposal_that_fails_is_the_cells_error()
    {
        await using var trial = new Trial();
        await trial.Run("class Stuck : IDisposable { public void Dispose() => throw new IOException(\"stuck\"); }");
        CellTrace cell = await trial.Run("using var s = new Stuck();");
        Assert.Contains("stuck", cell.Error, StringComparison.Ordinal);
        Assert.True((await trial.Run("1 + 1")).Result.Succeeded);
    }
}
