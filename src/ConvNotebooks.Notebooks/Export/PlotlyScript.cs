using Plotly.NET;

namespace ConvNotebooks.Notebooks;

/// <summary>The scripts of a page with charts: plotly.js, once, out of the Plotly.NET assembly, and ours that draws.</summary>
internal static class PlotlyScript
{
    private static readonly Lazy<string> WholeLibrary = new(ReadLibrary);

    /// <summary>plotly.js, kept apart from module loaders that a page around it may have.</summary>
    public static string Library => WholeLibrary.Value;

    /// <summary>Draws every chart of the page from the figure beside it; one that fails leaves its picture.</summary>
    public static string Draw => """

        for (const chart of document.querySelectorAll('.chart')) {
          const fallback = chart.querySelector('noscript');
          try {
            const figure = JSON.parse(chart.querySelector('script').textContent);
            Plotly.newPlot(chart.querySelector('div'), figure.data || [], figure.layout || {},
              { ...figure.config, responsive: true, displaylogo: false })
              .then(plot => figure.frames && Plotly.addFrames(plot, figure.frames));
          } catch (error) {
            if (fallback) chart.insertAdjacentHTML('beforeend', fallback.textContent);
          }
        }

        """.ReplaceLineEndings("\n");

    private static string ReadLibrary()
    {
        var assembly = typeof(GenericChart).Assembly;
        string name = assembly.GetManifestResourceNames().Single(n => n.EndsWith(".min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        string source = reader.ReadToEnd().ReplaceLineEndings("\n")
            .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
            .Replace("<!--", "<\\!--", StringComparison.Ordinal);
        return "(function(){if(window.Plotly)return;var define=undefined,module=undefined,exports=undefined;\n"
            + source + "\n}).call(window);";
    }
}
