using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks.Tests.Repository;

/// <summary>What every notebook in the repository keeps to: executed, small, readable everywhere, and right.</summary>
public partial class CommittedNotebooksTests
{
    private const int LargestFile = 1_500_000;
    private const int LongestLine = 78;
    private const int MostLines = 15;

    public static TheoryData<string> Notebooks => [.. Directory.GetFiles(Folder(), "*.ipynb").Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public void There_are_notebooks() => Assert.NotEmpty(Notebooks);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Is_executed_from_1_to_n_without_errors(string name)
    {
        var cells = Read(name).Cells.OfType<CodeCell>().ToList();
        Assert.Equal(Enumerable.Range(1, cells.Count), cells.Select(c => c.ExecutionCount ?? 0));
        Assert.DoesNotContain(cells.SelectMany(c => c.Outputs), o => o is ErrorOutput);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Has_the_bytes_that_we_write_and_is_small(string name)
    {
        var stored = File.ReadAllText(Path.Combine(Folder(), name));
        Assert.Equal(stored, Read(name).ToJson());
        Assert.InRange(stored.Length, 1, LargestFile);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Shows_everything_as_text_and_every_picture_as_a_still(string name)
    {
        foreach (var data in Bundles(name))
        {
            Assert.False(string.IsNullOrWhiteSpace(data.Text("text/plain")), "an output has no plain text");
            if (data.Has("application/vnd.plotly.v1+json") || data.Has("image/svg+xml"))
                Assert.True(data.Has("image/png"), "a chart has no still picture");
            var html = data.Text("text/html") ?? "";
            if (PictureOrPlayer().IsMatch(html))
                Assert.True(data.Has("image/png"), "a picture or a player in HTML has no still beside it");
            Assert.DoesNotMatch(OutsideResource(), html);
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Every_comparison_agrees(string name)
    {
        var texts = Bundles(name).Select(data => data.Text("text/plain")!).ToList();
        Assert.DoesNotContain(texts, text => text.Contains('≠', StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Has_cells_that_fit_a_screen(string name) => Assert.All(Read(name).Cells.OfType<CodeCell>(), cell =>
    {
        var lines = cell.Source.Split('\n');
        Assert.InRange(lines.Length, 1, MostLines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, LongestLine));
    });

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Stores_nothing_of_the_machine_it_ran_on(string name)
    {
        var texts = Read(name).Cells.OfType<CodeCell>().SelectMany(c => c.Outputs).SelectMany(o => o switch
        {
            StreamOutput stream => [stream.Text],
            DisplayOutput display => Texts(display.Data),
            ResultOutput result => Texts(result.Data),
            _ => Array.Empty<string>(),
        });
        Assert.All(texts, text => Assert.DoesNotMatch(MachinePath(), text));
    }

    private static IEnumerable<MimeBundle> Bundles(string name) =>
        Read(name).Cells.OfType<CodeCell>().SelectMany(c => c.Outputs).Select(o => o switch
        {
            DisplayOutput display => display.Data,
            ResultOutput result => result.Data,
            _ => null,
        }).OfType<MimeBundle>();

    private static string[] Texts(MimeBundle data) =>
        [.. data.Types.Where(t => t.StartsWith("text/", StringComparison.Ordinal)).Select(t => data.Text(t)!)];

    private static NotebookDocument Read(string name) => NotebookDocument.Read(Path.Combine(Folder(), name));

    internal static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ConvNotebooks.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "notebooks");
    }

    [GeneratedRegex(@"(src|href)\s*=\s*[""']?(https?:)?//|@import|fetch\(|XMLHttpRequest", RegexOptions.IgnoreCase)]
    private static partial Regex OutsideResource();

    [GeneratedRegex("<(svg|img|script)", RegexOptions.IgnoreCase)]
    private static partial Regex PictureOrPlayer();

    [GeneratedRegex(@"(^|[\s""'(=])(/(home|root|tmp|usr|var|work|Users)/|[A-Z]:\\)", RegexOptions.Multiline)]
    private static partial Regex MachinePath();
}
