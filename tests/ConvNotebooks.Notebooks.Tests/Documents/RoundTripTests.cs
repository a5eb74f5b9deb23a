using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks.Tests;

public class RoundTripTests
{
    /// <summary>Every kind of cell and output, unknown fields, odd line ends, escapes; checked against nbformat below.</summary>
    internal const string Written = """
        {
         "cells": [
          {
           "attachments": {
            "dot.png": {
             "image/png": "iVBORw0KGgo="
            }
           },
           "cell_type": "markdown",
           "id": "title-1",
           "metadata": {
            "editor_note": [
             1,
             2.50,
             1e-07
            ]
           },
           "source": [
            "# Größe 🐈\n",
            "\n",
            "a \"quoted\" \\ word\ttab\u001b[0m"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "run_2",
           "metadata": {
            "tags": [
             "parameters"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "one\r\n",
              "two\f",
              "three\n"
             ]
            },
            {
             "data": {
              "application/vnd.plotly.v1+json": {
               "data": [],
               "layout": {}
              },
              "image/png": "iVBORw0KGgo=\n",
              "image/svg+xml": [
               "<svg>\n",
               "</svg>"
              ],
              "text/plain": [
               "chart"
              ]
             },
             "metadata": {
              "image/png": {
               "width": 300
              }
             },
             "output_type": "display_data",
             "vendor": true
            },
            {
             "data": {
              "text/html": [
               "<b>4</b>"
              ],
              "text/plain": [
               "4"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            },
            {
             "ename": "E",
             "evalue": "wrong",
             "output_type": "error",
             "traceback": [
              "E: wrong",
              "  In[3], line 1"
             ]
            }
           ],
           "source": [
            "2 + 2"
           ],
           "x_unknown": null
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "empty",
           "metadata": {},
           "outputs": [],
           "source": []
          },
          {
           "cell_type": "raw",
           "id": "raw",
           "metadata": {},
           "source": [
            "raw"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": "C#",
           "name": "convnotebooks"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5,
         "x_top": "kept"
        }

        """;

    [Fact]
    public void What_jupyter_wrote_is_written_back_byte_for_byte() =>
        Assert.Equal(Written, NotebookDocument.Parse(Written, "a.ipynb").ToJson());

    [JupyterFact]
    public void The_fixture_is_what_jupyter_writes()
    {
        string jupyters = Jupyter.Ask("""
            import sys, nbformat
            nb = nbformat.reads(sys.stdin.read(), as_version=4)
            nbformat.write(nb, sys.stdout)
            """, Written);
        Assert.Equal(Written.Replace("2.50", "2.5", StringComparison.Ordinal), jupyters);
    }

    [Fact]
    public void The_model_holds_what_the_file_says()
    {
        NotebookDocument document = NotebookDocument.Parse(Written, "a.ipynb");
        var markdown = Assert.IsType<MarkdownCell>(document.Cells[0]);
        Assert.Equal("title-1", markdown.Id);
        Assert.StartsWith("# Größe 🐈\n\na \"quoted\"", markdown.Source, StringComparison.Ordinal);
        Assert.NotNull(markdown.Attachments);
        var code = Assert.IsType<CodeCell>(document.Cells[1]);
        Assert.Equal(3, code.ExecutionCount);
        Assert.Equal(["parameters"], code.Tags);
        Assert.Equal(new StreamOutput("stdout", "one\r\ntwo\fthree\n").Text, ((StreamOutput)code.Outputs[0]).Text);
        var display = Assert.IsType<DisplayOutput>(code.Outputs[1]);
        Assert.Equal("<svg>\n</svg>", display.Data.Text("image/svg+xml"));
        Assert.Equal("""{"data":[],"layout":{}}""", display.Data.Text("application/vnd.plotly.v1+json"));
        Assert.True((bool)display.Extra["vendor"]!);
        Assert.Equal("4", ((ResultOutput)code.Outputs[2]).Data.Text("text/plain"));
        var error = Assert.IsType<ErrorOutput>(code.Outputs[3]);
        Assert.Equal(("E", "wrong", 2), (error.Name, error.Value, error.Traceback.Count));
        Assert.Equal("raw", Assert.IsType<RawCell>(document.Cells[3]).Source);
    }

    [Fact]
    public void A_display_id_is_read_but_never_written()
    {
        string json = """
            {"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code","id":"a","metadata":{},
             "execution_count":1,"source":"","outputs":[{"output_type":"display_data","metadata":{},"data":{},
             "transient":{"display_id":"d1"}}]}]}
            """;
        NotebookDocument document = NotebookDocument.Parse(json, "a.ipynb");
        Assert.Equal("d1", ((DisplayOutput)((CodeCell)document.Cells[0]).Outputs[0]).DisplayId);
        Assert.DoesNotContain("d1", document.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_list_of_strings_stays_a_list()
    {
        MimeBundle bundle = MimeBundle.FromJson((JsonObject)JsonNode.Parse(
            """{"application/json":["a","b"],"text/plain":["a\n","b"]}""")!);
        Assert.Equal("""["a","b"]""", bundle.Text("application/json"));
        Assert.Equal("a\nb", bundle.Text("text/plain"));
    }
}
