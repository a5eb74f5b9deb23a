namespace ConvNotebooks.Notebooks.Tests;

public class MalformedNotebookTests
{
    private const string Restore = " Restore the file from its history, or open it in Jupyter and save it again.";
    private const string Mend = " Restore the file from its history, or mend it in a text editor.";

    [Theory]
    [InlineData("", "bad.ipynb: the file is empty." + Mend)]
    [InlineData("{\n \"cells\": [,]}", "bad.ipynb: it is no JSON at line 2, byte 12." + Mend)]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4}", "bad.ipynb: a JSON object in it has the same field twice." + Mend)]
    [InlineData("[]", "bad.ipynb: the notebook is a list, where a JSON object was needed." + Restore)]
    [InlineData("{}", "bad.ipynb: it has no \"nbformat\", so it is no notebook." + Restore)]
    [InlineData("{\"nbformat\": \"4\"}",
        "bad.ipynb: \"nbformat\" of the notebook is a string, where an integer was needed." + Restore)]
    [InlineData("{\"nbformat\": 2}",
        "bad.ipynb: it is written in nbformat 2; formats 3 and 4 can be read. Open it in Jupyter and save it as nbformat 4.")]
    [InlineData("{\"nbformat\": 5}",
        "bad.ipynb: it is written in nbformat 5; formats 3 and 4 can be read. Open it in Jupyter and save it as nbformat 4.")]
    [InlineData("{\"nbformat\": 4}", "bad.ipynb: the notebook has no \"cells\"." + Restore)]
    [InlineData("{\"nbformat\": 3}", "bad.ipynb: the notebook has no \"worksheets\"." + Restore)]
    [InlineData("{\"nbformat\": 4, \"cells\": 7}",
        "bad.ipynb: \"cells\" of the notebook is the number 7, where a list was needed." + Restore)]
    [InlineData("{\"nbformat\": 4, \"cells\": [null]}",
        "bad.ipynb: cell 1 is null, where a JSON object was needed." + Restore)]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"plot\"}]}",
        "bad.ipynb: cell 1 has cell_type \"plot\", which is none of code, markdown, raw." + Restore)]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\", \"source\": [1]}]}",
        "bad.ipynb: \"source\" of cell 1 is the number 1, where a string or a list of strings was needed." + Restore)]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}",
        "bad.ipynb: cell 1 has no \"outputs\"." + Restore)]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"pyout\"}]}]}",
        "bad.ipynb: output 1 of cell 1 has output_type \"pyout\", which is none of stream, display_data, execute_result, error."
        + Restore)]
    public void The_message_names_the_file_the_place_and_the_way_out(string json, string message) =>
        Assert.Equal(message, Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(json, "bad.ipynb")).Message);

    [Fact]
    public void Text_that_is_not_utf8_is_named()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("latin1.ipynb");
        File.WriteAllBytes(path, [.. "{\"nbformat\": 4, \"metadata\": {\"a\": \""u8, 0xE9, .. "\"}, \"cells\": []}"u8]);
        string message = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Read(path)).Message;
        Assert.StartsWith("latin1.ipynb: ", message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_named() =>
        Assert.Contains("UTF-8", Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(
            "{\"nbformat\": 4, \"metadata\": {\"a\": \"\\ud800\"}, \"cells\": []}", "a.ipynb")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_is_no_obstacle() =>
        Assert.Empty(NotebookDocument.Parse("\uFEFF{\"nbformat\": 4, \"metadata\": {}, \"cells\": []}", "a.ipynb").Cells);
}
