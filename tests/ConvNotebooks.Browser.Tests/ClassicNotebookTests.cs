using Microsoft.Playwright;

namespace ConvNotebooks.Browser.Tests;

/// <summary>A person's way through the classic notebook, in Chromium: run all, complete, interrupt, restart; no network.</summary>
public sealed class ClassicNotebookTests
{
    private const string Idle = "Jupyter?.notebook?.kernel?.is_connected() && document.querySelector('#kernel_indicator_icon').className.includes('idle')";

    [ClassicNotebookFact]
    public async Task A_person_runs_completes_interrupts_and_restarts()
    {
        await using NotebookServer server = await NotebookServer.StartAsync(Path.Combine(AppContext.BaseDirectory, "cells.ipynb"));
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ClassicNotebookFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1100, Height = 1500 } });
        page.SetDefaultTimeout(120_000);
        List<string> outside = await KeepOffline(page);

        await page.GotoAsync(server.Address("cells.ipynb"));
        await page.WaitForFunctionAsync(Idle);
        await Menu(page, "#celllink", "#run_all_cells");
        await page.WaitForFunctionAsync("Jupyter.notebook.get_cell(3).input_prompt_number > 0 && " + Idle);
        Assert.Equal("printed", (await page.Locator(".cell").Nth(0).Locator(".output_stdout").InnerTextAsync()).Trim());
        Assert.Equal("42", (await page.Locator(".cell").Nth(1).Locator(".output_result").InnerTextAsync()).Trim());
        ILocator chart = page.Locator(".cell").Nth(2).Locator(".output_png img");
        await chart.ScrollIntoViewIfNeededAsync();
        Assert.True(await chart.EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 300 && image.getBoundingClientRect().height > 100"));

        // A picture tells the value under the pointer, and the next by the arrow key.
        ILocator maps = page.Locator(".cell").Nth(2).Locator(".cnv-readout");
        await maps.Locator("img").HoverAsync(new() { Position = new() { X = 60, Y = 60 } });
        await Assertions.Expect(maps.Locator(".told")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^noise d=0, x 0, y 0: -?\d+\.\d+$"));
        await maps.Locator(".pic").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(maps.Locator(".told")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^noise d=0, x 1, y 0: -?\d+\.\d+$"));

        await Type(page, 4, "kep");
        await page.Keyboard.PressAsync("Tab");
        await page.WaitForFunctionAsync("Jupyter.notebook.get_cell(4).get_text() === 'kept'");

        await Type(page, 4, "Console.WriteLine(\"begun\"); while (true) { }");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator(".cell").Nth(4).Locator(".output_stdout").WaitForAsync();
        await Menu(page, "#kernellink", "#int_kernel");
        ILocator error = page.Locator(".cell").Nth(4).Locator(".output_error");
        await error.WaitForAsync();
        Assert.Contains("The cell was interrupted in In[", await error.InnerTextAsync(), StringComparison.Ordinal);
        await Keep(page, "classic-notebook");

        await page.WaitForFunctionAsync(Idle);
        await Menu(page, "#kernellink", "#restart_kernel");
        await page.Locator(".modal-footer .btn-danger").ClickAsync();
        await page.Locator(".modal").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.WaitForFunctionAsync(Idle);
        await Type(page, 4, "kept");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForFunctionAsync("Jupyter.notebook.get_cell(4).element.find('.output_error').text().includes('CS0103')");
        Assert.Empty(outside);
    }

    /// <summary>Nothing but loopback is reached; the addresses that were asked for are noted.</summary>
    private static async Task<List<string>> KeepOffline(IPage page)
    {
        List<string> outside = [];
        await page.RouteAsync(address => new Uri(address) is { Scheme: "http" or "https", IsLoopback: false }, route =>
        {
            outside.Add(route.Request.Url);
            return route.AbortAsync();
        });
        return outside;
    }

    private static async Task Menu(IPage page, string menu, string entry)
    {
        await page.Locator(menu).ClickAsync();
        await page.Locator(entry).ClickAsync();
    }

    /// <summary>Replaces the text of a cell as a person types it.</summary>
    private static async Task Type(IPage page, int cell, string text)
    {
        await page.Locator(".cell").Nth(cell).Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await page.EvaluateAsync("cell => Jupyter.notebook.get_cell(cell).code_mirror.setOption('autoCloseBrackets', false)", cell);
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>A picture of the page, kept below <c>artifacts/browser</c> of the clone.</summary>
    private static async Task Keep(IPage page, string name)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ConvNotebooks.sln")))
            folder = Path.GetDirectoryName(folder)!;
        await page.EvaluateAsync("Jupyter.notebook.scroll_to_top ? Jupyter.notebook.scroll_to_top() : null");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "artifacts", "browser", $"{name}.png") });
    }
}
