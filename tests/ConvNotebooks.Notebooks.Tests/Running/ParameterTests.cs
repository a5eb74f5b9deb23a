namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class ParameterTests
{
    [Theory]
    [InlineData("n=3", "var n = 3;")]
    [InlineData("n=-3", "var n = -3;")]
    [InlineData("n=3000000000", "var n = 3000000000L;")]
    [InlineData("rate=0.01", "var rate = 0.01d;")]
    [InlineData("rate=1e-3", "var rate = 1e-3d;")]
    [InlineData("rate=.5", "var rate = .5d;")]
    [InlineData("version=5.", "var version = \"5.\";")]
    [InlineData("big=1e999", "var big = \"1e999\";")]
    [InlineData("on=true", "var on = true;")]
    [InlineData("name=bare words", "var name = \"bare words\";")]
    [InlineData("name=\"quoted\"", "var name = \"quoted\";")]
    [InlineData("name='7'", "var name = \"7\";")]
    [InlineData("name=C:\\new \"x\"=1", "var name = \"C:\\\\new \\\"x\\\"=1\";")]
    [InlineData("name=", "var name = \"\";")]
    public void A_value_becomes_a_literal(string text, string line)
    {
        NotebookDocument document = Notebooks.Of("1");
        ParameterCell.Inject(document, [Parameter.Parse(text)]);
        Assert.Equal(line, document.Cells[0].Source);
        Assert.Equal(["injected-parameters"], document.Cells[0].Tags);
    }

    [Theory]
    [InlineData("float rate = 0.1f;", "rate=1", "float rate = 1f;")]
    [InlineData("var rate = -0.1f;", "rate=2.5", "float rate = 2.5f;")]
    [InlineData("const int n = 1;", "n=2", "int n = 2;")]
    [InlineData("long a = 1, n = 2;", "n=2", "long n = 2L;")]
    [InlineData("string n = \"\";", "n=2", "string n = \"2\";")]
    [InlineData("var n = Compute();", "n=2", "var n = 2;")]
    public void The_declared_type_is_kept(string defaults, string text, string line)
    {
        NotebookDocument document = Notebooks.Of("0", defaults);
        document.Cells[2].Tags = ["parameters"];
        ParameterCell.Inject(document, [Parameter.Parse(text)]);
        Assert.Equal(line, document.Cells[3].Source);
    }

    [Fact]
    public void An_earlier_injection_is_replaced_and_the_last_value_counts()
    {
        NotebookDocument document = Notebooks.Of("int n = 1; var m = Compute();", "n");
        document.Cells[1].Tags = ["parameters"];
        ParameterCell.Inject(document, [Parameter.Parse("n=2")]);
        ParameterCell.Inject(document, [Parameter.Parse("n=3"), Parameter.Parse("n=4"), Parameter.Parse("m=x")]);
        Assert.Equal(["int n = 1; var m = Compute();", "int n = 4;\nvar m = \"x\";", "n"], document.Code().Select(cell => cell.Source));
        ParameterCell.Inject(document, []);
        Assert.Equal(3, document.Code().Count);
    }

    [Theory]
    [InlineData("seed", "Parameter \"seed\": there is no equals sign. Write name=value, such as seed=7.")]
    [InlineData("a b=1", "Parameter \"a b=1\": \"a b\" is no name of a C# variable. "
        + "Begin with a letter, go on with letters, digits and _, and avoid C#'s own words.")]
    [InlineData("class=1", "Parameter \"class=1\": \"class\" is no name of a C# variable. "
        + "Begin with a letter, go on with letters, digits and _, and avoid C#'s own words.")]
    [InlineData("=1", "Parameter \"=1\": \"\" is no name of a C# variable. "
        + "Begin with a letter, go on with letters, digits and _, and avoid C#'s own words.")]
    public void A_wrong_parameter_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<NotebookRunException>(() => Parameter.Parse(text)).Message);

    [Theory]
    [InlineData("int n = 1;", "n=abc", "Parameter n: the notebook needs a whole number of type int, and \"abc\" came. Give another value.")]
    [InlineData("bool n = true;", "n=1", "Parameter n: the notebook needs true or false, and \"1\" came. Give another value.")]
    [InlineData("float n = 1;", "n=1e99", "Parameter n: the notebook needs a number of type float, and \"1e99\" came. Give another value.")]
    public void A_value_of_another_type_is_named(string defaults, string text, string message)
    {
        NotebookDocument document = Notebooks.Of(defaults);
        document.Cells[1].Tags = ["parameters"];
        var error = Assert.Throws<NotebookRunException>(() => ParameterCell.Inject(document, [Parameter.Parse(text)]));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("int seed = 1;\nvar (rate, steps) = (0.1, 5);",
        "Parameter sede: the notebook's cell tagged parameters has no such variable. Give one of seed, rate, steps.")]
    [InlineData("// none yet",
        "Parameter sede: the notebook's cell tagged parameters has no such variable. Declare it there, with its default.")]
    public void A_name_without_a_default_is_named(string defaults, string message)
    {
        NotebookDocument document = Notebooks.Of(defaults, "1");
        document.Cells[1].Tags = ["parameters"];
        var error = Assert.Throws<NotebookRunException>(() => ParameterCell.Inject(document, [Parameter.Parse("sede=7")]));
        Assert.Equal(message, error.Message);
        Assert.Equal(2, document.Code().Count);
    }

    /// <summary>What papermill itself writes for C#: it puts the cell in, and nothing here has a part in that.</summary>
    [Fact]
    public async Task A_cell_that_papermill_injected_replaces_the_defaults()
    {
        NotebookDocument document = Notebooks.Of(
            "var rate = 0.1;\nvar name = \"a\";\nvar deep = false;\nvar more = 1;",
            "// Parameters\nvar rate = 0.5;\nvar name = \"b\";\nvar deep = true;\n",
            "$\"{rate} {name} {deep} {more}\"");
        document.Cells[^3].Tags = ["parameters"];
        document.Cells[^2].Tags = ["injected-parameters"];
        await using var session = new CSharpSession();
        RunSummary summary = await new NotebookRunner(session).RunAsync(document, "a.ipynb");
        Assert.True(summary.Last.Succeeded, summary.Last.Error?.Value);
        Assert.Equal("0.5 b True 1", Assert.IsType<ResultOutput>(document.Code()[2].Outputs[0]).Data.Text("text/plain"));
    }
}
