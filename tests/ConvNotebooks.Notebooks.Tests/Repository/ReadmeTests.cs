using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks.Tests.Repository;

/// <summary>The C# of the README and of the packages' runs in a notebook as it stands there; its commands are run by .ci/run.</summary>
[Collection(OneProcess.Name)]
public sealed partial class ReadmeTests
{
    /// <summary>The blocks but the one that downloads a data set.</summary>
    public static TheoryData<string, string> Blocks()
    {
        var blocks = new TheoryData<string, string>();
        foreach (string file in new[] { "README.md", "src/ConvNotebooks/README.md", "src/ConvNotebooks.Interactive/README.md" })
        {
            foreach (Match block in Block().Matches(File.ReadAllText(Path.Combine(CommittedNotebooksTests.Folder(), "..", file))))
            {
                string code = block.Groups["code"].Value;
                if (!code.Contains("Datasets.Download", StringComparison.Ordinal))
                    blocks.Add(file, code);
            }
        }

        return blocks;
    }

    [Fact]
    public void There_are_five() => Assert.Equal(5, Blocks().Count);

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Runs_as_a_cell(string file, string code)
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run(code);
        Assert.True(cell.Error == "", $"{file}: {cell.Error}");
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
