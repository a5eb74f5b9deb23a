using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks.Tests;

public class NotebookComparerTests
{
    [Fact]
    public void Text_differs_by_lines()
    {
        string long1 = string.Join('\n', Enumerable.Range(0, 20));
        string long2 = string.Join('\n', Enumerable.Range(0, 20).Select(i => i is >= 3 and < 12 ? -i : i));
        Assert.Equal(
            ["output 1, stdout, from line 4:", "- 3", "- 4", "- 5", "- 6", "- 7", "- ... (4 more lines)",
             "+ -3", "+ -4", "+ -5", "+ -6", "+ -7", "+ ... (4 more lines)"],
            Lines(new StreamOutput("stdout", long1), new StreamOutput("stdout", long2)));
    }

    [Fact]
    public void Pictures_differ_by_size() =>
        Assert.Equal(
            ["output 1, image/png differs: stored 300x200 (24 bytes), now 300x210 (25 bytes)"],
            Lines(Picture(300, 200, 24), Picture(300, 210, 25)));

    [Fact]
    public void Kinds_types_and_metadata_are_compared()
    {
        var text = new MimeBundle().With("text/plain", "a");
        var rich = new MimeBundle().With("text/plain", "a").With("text/html", "<b>a</b>");
        Assert.Equal(["output 1: stored text on stdout, now text on stderr"], Lines(new StreamOutput("stdout", "a"), new StreamOutput("stderr", "a")));
        Assert.Equal(["output 1: stored a display, now a result"], Lines(new DisplayOutput(text, []), new ResultOutput(1, text, [])));
        Assert.Equal(["output 1: now has text/html, stored not"], Lines(new DisplayOutput(text, []), new DisplayOutput(rich, [])));
        Assert.Equal(["output 1: stored has text/html, now not"], Lines(new DisplayOutput(rich, []), new DisplayOutput(text, [])));
        Assert.Equal(["output 1, metadata, from line 1:", "- {}", "+ {", "+  \"w\": 1", "+ }"],
            Lines(new DisplayOutput(text, []), new DisplayOutput(text, new JsonObject { ["w"] = 1 })));
        Assert.Equal(["output 1, error, from line 1:", "- E: v", "+ E: w"], Lines(new ErrorOutput("E", "v", ["t"]), new ErrorOutput("E", "w", ["t"])));
    }

    [Fact]
    public void Json_differs_by_printed_lines() =>
        Assert.Equal(
            ["output 1, application/json, from line 3:", "-  \"b\": 2", "+  \"b\": 3"],
            Lines(new DisplayOutput(new MimeBundle().With("application/json", "{\"b\": 2, \"a\": 1}"), []),
                new DisplayOutput(new MimeBundle().With("application/json", "{\"a\": 1, \"b\": 3}"), [])));

    [Fact]
    public void Missing_and_new_outputs_and_counts_are_named()
    {
        NotebookDocument stored = One(new StreamOutput("stdout", "a"));
        NotebookDocument now = One();
        now.Code()[0].ExecutionCount = 1;
        CellDifference difference = Assert.Single(NotebookComparer.Compare(stored, now));
        Assert.Equal(["execution count: stored none, now 1", "output 1: stored text on stdout, now nothing"], difference.Lines);
        Assert.Equal("In[1]", difference.Title);
        Assert.Equal(["output 1: stored nothing, now an error"], Lines(null, new ErrorOutput("E", "v", [])));
    }

    [Fact]
    public void Metadata_of_cells_is_no_output()
    {
        NotebookDocument stored = One(new StreamOutput("stdout", "a"));
        NotebookDocument now = One(new StreamOutput("stdout", "a"));
        now.Cells[1].Metadata["collapsed"] = true;
        Assert.Empty(NotebookComparer.Compare(stored, now));
    }

    private static DisplayOutput Picture(int width, int height, int length)
    {
        byte[] png =
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8,
            0, 0, (byte)(width >> 8), (byte)width, 0, 0, (byte)(height >> 8), (byte)height, .. new byte[length - 24],
        ];
        return new DisplayOutput(new MimeBundle().With("image/png", Convert.ToBase64String(png)), []);
    }

    private static IReadOnlyList<string> Lines(Output? stored, Output now) =>
        Assert.Single(NotebookComparer.Compare(stored is null ? One() : One(stored), One(now))).Lines;

    private static NotebookDocument One(params Output[] outputs)
    {
        NotebookDocument document = Notebooks.Of("1");
        document.Code()[0].Outputs.AddRange(outputs);
        document.ToJson();
        return document;
    }
}
