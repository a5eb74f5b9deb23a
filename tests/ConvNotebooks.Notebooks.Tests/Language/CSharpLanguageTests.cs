using System.Diagnostics;

namespace ConvNotebooks.Notebooks.Tests;

public sealed class CSharpLanguageTests
{
    [Theory]
    [InlineData("Console.WriteL", "WriteLine")]
    [InlineData("var shape = new Shape(1, 2, 3);\nshape.Wid", "Width")]
    [InlineData("Enumer", "Enumerable")]
    [InlineData("fore", "foreach")]
    [InlineData("Dis", "Display")]
    public async Task Completion_offers_members_types_keywords_and_what_cells_import(string code, string expected)
    {
        using var language = new CSharpLanguage();
        CompletionList found = await language.CompleteAsync(code, code.Length);
        Assert.Contains(expected, found.Items.Select(item => item.Text));
        Assert.All(found.Items, item => Assert.StartsWith(code[found.Start..found.End], item.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_last_declaration_of_a_name_counts()
    {
        using var language = new CSharpLanguage();
        language.AddCell(new("var value = 1;", []));
        language.AddCell(new("var value = \"text\";", []));
        CompletionList found = await language.CompleteAsync("value.Subs", 10);
        Assert.Equal(["Substring"], found.Items.Select(item => item.Text));
    }

    [Fact]
    public async Task Usings_of_earlier_cells_are_kept()
    {
        using var language = new CSharpLanguage();
        language.AddCell(new("using System.Text;", []));
        Assert.Contains("StringBuilder", (await language.CompleteAsync("new StringB", 11)).Items.Select(item => item.Text));
    }

    [Fact]
    public async Task The_arguments_of_a_call_are_offered_first_by_name()
    {
        using var language = new CSharpLanguage();
        CompletionList found = await language.CompleteAsync("Network.Input(8, 8, 1).Conv(4, ", 31);
        Assert.Equal(["bias:", "dilation:", "filters:", "fit:", "groups:", "name:", "pad:", "size:", "stride:"], found.Items.Take(9).Select(item => item.Text).Order());
        Assert.Equal("stride:", (await language.CompleteAsync("Network.Input(8, 8, 1).Conv(4, 3, stri", 38)).Items[0].Text);
    }

    [Fact]
    public async Task What_a_cell_would_need_a_using_for_is_not_offered()
    {
        using var language = new CSharpLanguage();
        Assert.DoesNotContain("StringBuilder", (await language.CompleteAsync("new StringB", 11)).Items.Select(item => item.Text));
    }

    [Fact]
    public async Task Nothing_is_offered_inside_a_text()
    {
        using var language = new CSharpLanguage();
        Assert.Empty((await language.CompleteAsync("\"Cons", 5)).Items);
    }

    [Fact]
    public async Task A_symbol_is_shown_with_its_documentation()
    {
        using var language = new CSharpLanguage();
        Inspection? found = await language.InspectAsync("Display(", 8);
        Assert.Contains("Shows a value in the MIME types that its formatters write", found?.Text);
        Assert.Null(await language.InspectAsync("1 + 2", 5));
    }

    [Theory]
    [InlineData("#!net --name tiny\nINPUT 8x8x1 -> SOF|", "SOFTMAX")]
    [InlineData("var text = \"\";\n#!net\nINPUT 8x8x1\n#!csharp\ntext.Subs|", "Substring")]
    [InlineData("#!lsm|", "#!lsmagic")]
    [InlineData("#!html\n<b>Cons|", "")]
    [InlineData("#r \"nuget: Some.Package\"\nConsole.WriteLi|", "WriteLine")]
    public async Task Each_part_of_a_cell_is_completed_in_its_language(string text, string expected)
    {
        int position = text.IndexOf('|', StringComparison.Ordinal);
        using var language = new CSharpLanguage();
        string code = text.Remove(position, 1);
        CompletionList found = await language.CompleteAsync(code, position);
        Assert.Equal(expected, string.Join(',', found.Items.Select(item => item.Text)));
        Assert.StartsWith(code[found.Start..found.End], expected, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Each_part_of_a_cell_is_explained_in_its_language()
    {
        const string code = "#!net\nINPUT 8x8x1 -> FC 3\n#!csharp\nDisplay(net)";
        using var language = new CSharpLanguage();
        Assert.Contains("[8x8x1] → [1x1x3]", (await language.InspectAsync(code, code.IndexOf("FC", StringComparison.Ordinal)))?.Text);
        Assert.Contains("Shows a value", (await language.InspectAsync(code, code.IndexOf("Display", StringComparison.Ordinal)))?.Text);
    }

    [Fact]
    public async Task A_library_that_was_loaded_for_a_cell_is_known_after_it()
    {
        using var folder = new TemporaryFolder();
        LibraryFile.Compile(folder.File("Greeting.dll"), "public static class Greeting { public static int Words() => 2; }");
        using var language = new CSharpLanguage();
        language.AddCell(new("", [folder.File("Greeting.dll")]));
        Assert.Equal(["Words"], (await language.CompleteAsync("Greeting.Wo", 11)).Items.Select(item => item.Text));
    }
}
