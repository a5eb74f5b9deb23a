using ConvNotebooks.Interactive;

namespace ConvNotebooks.Cli.Runs;

/// <summary>A view as an HTML page of its own, without anything from outside.</summary>
internal static class RunPage
{
    public static void Write(string path, string title, View view)
    {
        try
        {
            AtomicFile.WriteAllText(path, $"""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>{View.Escape(title)}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>body{"{"}font-family:system-ui,sans-serif;margin:2em auto;max-width:1000px;padding:0 1em{"}"}img{"{"}max-width:100%{"}"}</style></head>
                <body>{view.Content(Mime.Html)}</body></html>

                """.ReplaceLineEndings("\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{path}: it cannot be written ({e.Message.TrimEnd('.')}). Choose another file.");
        }
    }
}
