using ConvNotebooks.Interactive;

namespace ConvNotebooks.Notebooks.Tests.Repository;

/// <summary>
/// The worked examples as the committed notebooks compute them: all are there, none fails. What the library computes is
/// asserted once more, without notebooks, by the compute library's tests.
/// </summary>
public sealed class AcceptanceTests
{
    private static readonly AcceptanceReport Report = AcceptanceReport.Read(CommittedNotebooksTests.Folder());

    [Fact]
    public void All_52_examples_are_computed() => Assert.Empty(Report.Missing);

    [Fact]
    public void No_row_fails() => Assert.Empty(Report.Failing);

    /// <summary>Rows in which the page is wrong or loose, as far as we know: no other may be excused.</summary>
    [Fact]
    public void The_text_is_corrected_where_it_is_known_to_be_wrong_and_nowhere_else() =>
        Assert.Equal([17, 21, 22, 26, 34, 43, 44, 45, 48, 50, 51], Report.Corrections.Select(r => r.Row.Number!.Value).Distinct());

    [Fact]
    public void The_report_in_the_notebook_is_that_of_the_notebooks()
    {
        var cells = NotebookDocument.Read(Path.Combine(CommittedNotebooksTests.Folder(), "worked-examples.ipynb")).Cells.OfType<CodeCell>();
        var shown = cells.SelectMany(c => c.Outputs).OfType<ResultOutput>().Single().Data.Text("text/plain")!;
        Assert.StartsWith($"52 of 52 worked examples computed, {Report.Rows.Count} values compared", shown, StringComparison.Ordinal);
        Assert.All(Report.Rows, row => Assert.Contains(row.Place, shown, StringComparison.Ordinal));
    }
}
