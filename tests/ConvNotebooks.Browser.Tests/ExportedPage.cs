using ConvNotebooks.Interactive;
using ConvNotebooks.Notebooks;
using Microsoft.Playwright;

namespace ConvNotebooks.Browser.Tests;

/// <summary>A notebook of one output, exported as a page and opened in Chromium; requests and console errors are noted.</summary>
internal sealed class ExportedPage : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly string file;

    private ExportedPage(IPlaywright playwright, IBrowser browser, IPage page, string file) =>
        (this.playwright, this.browser, Page, this.file) = (playwright, browser, page, file);

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the page asked for beyond itself.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors on the console.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Exports values, each as a cell's result, and opens the page.</summary>
    public static async Task<ExportedPage> Open(bool scripts, ColorScheme scheme, params object[] values)
    {
        Formatters.Register();
        var document = new NotebookDocument();
        foreach (var value in values)
        {
            var number = document.Cells.Count + 1;
            document.Cells.Add(new CodeCell { Source = "value", ExecutionCount = number, Outputs = [new ResultOutput(number, MimeBundles.Of(value), [])] });
        }

        var file = Path.Combine(Path.GetTempPath(), $"convnotebooks-{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(file, HtmlExport.ToHtml(document, "Views"));
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = scripts, ColorScheme = scheme, ViewportSize = new() { Width = 1100, Height = 1200 } });
        var opened = new ExportedPage(playwright, browser, await context.NewPageAsync(), file);
        opened.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && request.Url != new Uri(file).AbsoluteUri)
                opened.Requests.Add(request.Url);
        };
        opened.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                opened.Errors.Add(message.Text);
        };
        opened.Page.PageError += (_, error) => opened.Errors.Add(error);
        await opened.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
        File.Delete(file);
    }
}
