using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive.Tests.Comparisons;

public sealed class AcceptanceReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("acceptance-").FullName;

    public AcceptanceReportTests() => Formatters.Register();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_rows_of_a_comparison_are_read_back_from_its_text()
    {
        var comparison = new Comparison("mixed").Row(1, "a count of 3 things", 3072, 3072).Row(12, "a formula", "(7 − 3)/2 + 1 = 3", "4")
            .Row(52, "noted", "[32x32x3]", "[32x32x3]", "a note, of words").Correction(21, "wrong on the page", 55, "55.75", "it is odd")
            .Row("without a number", 1, 1);
        Assert.Equal(comparison.Rows.Where(r => r.Number is not null), AcceptanceReport.Parse(comparison.ToDisplayString(Mime.Text)));
    }

    [Fact]
    public void Rows_are_gathered_from_executed_notebooks_with_the_cells_that_show_them()
    {
        Notebook("02-b.ipynb", "02-07", new Comparison("later").Row(2, "two", 2, 2).Row(1, "one again", 1, 2));
        Notebook("01-a.ipynb", "01-03", new Comparison("first").Row(1, "one", 1, 1).Correction(17, "wrong", 7, 5, "padding drawn like data"));
        var report = AcceptanceReport.Read(folder);
        Assert.Equal(["one", "one again", "two", "wrong"], report.Rows.Select(r => r.Row.What));
        Assert.Equal(("01-a.ipynb#cell-id=01-03", "01 [4]"), (report.Rows[0].Link, report.Rows[0].Place));
        Assert.Equal("one again", Assert.Single(report.Failing).Row.What);
        Assert.Equal("wrong", Assert.Single(report.Corrections).Row.What);
        Assert.Equal(WorkedExamples.Names.Count - 3, report.Missing.Count);
        Assert.False(report.IsComplete);
    }

    [Fact]
    public void The_report_itself_is_not_read_as_a_comparison()
    {
        var text = new AcceptanceReport([new(new(1, "one", "1", "1", null), "01-a.ipynb", "01-03", 4)]).ToDisplayString(Mime.Text);
        Assert.Contains("01 [4]", text, StringComparison.Ordinal);
        Assert.Empty(AcceptanceReport.Parse(text));
    }

    [Fact]
    public void Long_values_are_broken_at_blanks_so_that_the_computed_column_stays_on_the_page()
    {
        var words = string.Join(" -> ", Enumerable.Repeat("CONV", 40));
        var text = new AcceptanceReport([new(new(46, words, words, words, null), "01-a.ipynb", "01-03", 4)]).ToDisplayString(Mime.Text);
        Assert.All(text.Split('\n').Skip(1), line => Assert.True(line.Length <= 130, line));
        Assert.Equal(3 * 40, System.Text.RegularExpressions.Regex.Count(text, "\\bCONV\\b"));
    }

    [Fact]
    public void There_are_52_examples() => Assert.Equal(52, WorkedExamples.Names.Distinct().Count());

    private void Notebook(string name, string id, Comparison comparison)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(comparison.ToDisplayString(Mime.Text).Split('\n').Select(line => line + "\n"));
        File.WriteAllText(Path.Combine(folder, name), $$"""
            {"cells": [{"cell_type": "markdown", "id": "m", "source": ["  1  not  a  row  ✓"]},
             {"cell_type": "code", "id": "{{id}}", "execution_count": 4, "source": [], "outputs": [
              {"output_type": "stream", "text": ["x"]}, {"output_type": "execute_result", "data": {"text/plain": {{text}} } }]}]}
            """);
    }
}
