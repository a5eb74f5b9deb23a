using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks.Tests.Repository;

/// <summary>The C# of the README runs in a notebook as it stands there; its commands are run by .ci/run.</summary>
[Collection(OneProcess.Name)]
public sealed partial class ReadmeTests
{
    /// <summary>The blocks but the one that downloads a data set.</summary>
    public static TheoryData<string> Blocks =>
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(CommittedNotebooksTests.Folder(), "..", "README.md"))).Select(block => block.Groups["code"].Value)
            .Where(code => !code.Contains("Datasets.Download", StringComparison.Ordinal)),
    ];

    [Fact]
    public void There_are_three() => Assert.Equal(3, Blocks.Count);

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Runs_as_a_cell(string code)
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run(code);
        Assert.Equal("", cell.Error);
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
