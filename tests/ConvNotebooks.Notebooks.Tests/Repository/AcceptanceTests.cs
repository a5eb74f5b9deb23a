using ConvNotebooks.Interactive;

namespace ConvNotebooks.Notebooks.Tests.Repository;

/// <summary>The worked examples as the committed notebooks compute them; what is computed is asserted value by value here.</summary>
public sealed class AcceptanceTests
{
    private static readonly AcceptanceReport Report = AcceptanceReport.Read(CommittedNotebooksTests.Folder());

    [Fact]
    public void No_row_fails() => Assert.Empty(Report.Failing);

    [Fact]
    public void Rows_still_to_come() => Assert.Equal([14, 15], Report.Missing);
}
