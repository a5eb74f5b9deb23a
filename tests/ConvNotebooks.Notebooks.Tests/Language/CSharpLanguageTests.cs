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
}
