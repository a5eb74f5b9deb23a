using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks.Tests;

public class OlderFormatTests
{
    private const string Format3 = """
        {
         "metadata": {"name": "old", "signature": "sha256:0", "kept": 1},
         "nbformat": 3, "nbformat_minor": 0,
         "worksheets": [
          {"metadata": {}, "cells": [
           {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Two\n", "lines"]},
           {"cell_type": "markdown", "metadata": {}, "source": "text"},
           {"cell_type": "code", "collapsed": false, "input": ["a = 1\n", "a"], "language": "python",
            "metadata": {}, "prompt_number": 7, "outputs": [
             {"output_type": "stream", "stream": "stderr", "text": ["x\n"]},
             {"output_type": "stream", "text": "y\n"},
             {"output_type": "pyout", "prompt_number": 7, "metadata": {}, "text": ["1"], "html": "<b>1</b>",
              "json": "{\"a\": [1, 2]}", "png": "iVBORw0KGgo="},
             {"output_type": "display_data", "metadata": {"png": {"width": 2}}, "svg": ["<svg/>"], "latex": "$x$"},
             {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]}]}]},
          {"cells": [{"cell_type": "raw", "metadata": {}, "source": ["r"]}]}
         ]
        }
        """;

    private const string Expected3 = """
        {"cells":[
         {"cell_type":"markdown","id":"*","metadata":{},"source":["## Two lines"]},
         {"cell_type":"markdown","id":"*","metadata":{},"source":["text"]},
         {"cell_type":"code","execution_count":7,"id":"*","metadata":{"collapsed":false},"outputs":[
          {"name":"stderr","output_type":"stream","text":["x\n"]},
          {"name":"stdout","output_type":"stream","text":["y\n"]},
          {"data":{"application/json":{"a":[1,2]},"image/png":"iVBORw0KGgo=","text/html":["<b>1</b>"],
           "text/plain":["1"]},"execution_count":7,"metadata":{},"output_type":"execute_result"},
          {"data":{"image/svg+xml":["<svg/>"],"text/latex":["$x$"]},"metadata":{"image/png":{"width":2}},
           "output_type":"display_data"},
          {"ename":"E","evalue":"v","output_type":"error","traceback":["t"]}],"source":["a = 1\n","a"]},
         {"cell_type":"raw","id":"*","metadata":{},"source":["r"]}],
         "metadata":{"kept":1},"nbformat":4,"nbformat_minor":5}
        """;

    [Fact]
    public void Format_3_is_read_and_written_as_4_5() =>
        AssertSame(JsonNode.Parse(Expected3)!, WithoutIds(NotebookDocument.Parse(Format3, "old.ipynb").ToJson()));

    [JupyterFact]
    public void Format_3_becomes_what_jupyter_makes_of_it()
    {
        string jupyters = Jupyter.Ask("""
            import sys, nbformat
            nbformat.write(nbformat.reads(sys.stdin.read(), as_version=4), sys.stdout)
            """, Format3);
        AssertSame(WithoutIds(jupyters), WithoutIds(NotebookDocument.Parse(Format3, "old.ipynb").ToJson()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Older_minors_of_format_4_get_stable_ids(int minor)
    {
        string json = $$"""
            {"nbformat":4,"nbformat_minor":{{minor}},"metadata":{"orig_nbformat":2},"cells":[
             {"cell_type":"markdown","metadata":{},"source":"same"},
             {"cell_type":"markdown","metadata":{},"source":"same"},
             {"cell_type":"code","metadata":{"trusted":true},"execution_count":null,"outputs":[],"source":"same"}]}
            """;
        string written = NotebookDocument.Parse(json, "a.ipynb").ToJson();
        Assert.Equal(written, NotebookDocument.Parse(json, "b.ipynb").ToJson());
        Assert.Equal(written, NotebookDocument.Parse(written, "b.ipynb").ToJson());
        NotebookDocument document = NotebookDocument.Parse(written, "a.ipynb");
        Assert.Equal(3, document.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(document.Cells, cell => Assert.Matches("^[0-9a-f]{8}$", cell.Id));
        Assert.DoesNotContain("trusted", written, StringComparison.Ordinal);
        Assert.DoesNotContain("orig_nbformat", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_id_stays_with_its_first_cell()
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(
            [new MarkdownCell { Id = "a", Source = "1" }, new MarkdownCell { Id = "a", Source = "2" },
             new MarkdownCell { Id = "no spaces", Source = "3" }]);
        document.ToJson();
        Assert.Equal("a", document.Cells[0].Id);
        Assert.Matches("^[0-9a-f]{8}$", document.Cells[1].Id);
        Assert.Matches("^[0-9a-f]{8}$", document.Cells[2].Id);
    }

    private static JsonNode WithoutIds(string json)
    {
        JsonNode node = JsonNode.Parse(json)!;
        foreach (JsonNode? cell in node["cells"]!.AsArray())
            cell!["id"] = "*";
        return node;
    }

    private static void AssertSame(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");
}
