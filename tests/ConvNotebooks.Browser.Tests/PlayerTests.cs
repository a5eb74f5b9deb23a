using ConvNotebooks.Interactive;
using Microsoft.Playwright;

namespace ConvNotebooks.Browser.Tests;

/// <summary>The dot-product player in an exported page: step, play, hover, keyboard, dark ground, and the stills without scripts.</summary>
public sealed class PlayerTests
{
    [ChromiumFact]
    public async Task The_player_steps_jumps_and_tells_values_by_mouse_and_keyboard()
    {
        var dot = Demo();
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Light, dot);
        var player = opened.Page.Locator(".cnv-dp");
        await Place(player, 1);
        Assert.False(await player.Locator(".cnv-still").IsVisibleAsync());
        Assert.Equal(3, await player.Locator(".row").CountAsync());

        for (var i = 0; i < dot.Tour.Count; i++)
        {
            var (cell, value) = (dot.Tour[i], dot.RunningSums(dot.Tour[i])[^1]);
            var line = await player.Locator("p[aria-live]").InnerTextAsync();
            Assert.StartsWith(FormattableString.Invariant($"Output x {cell.X}, y {cell.Y}, d {cell.D} = bias"), line, StringComparison.Ordinal);
            Assert.EndsWith(FormattableString.Invariant($"= {value} (27 products)"), line, StringComparison.Ordinal);
            await player.GetByText("Next").ClickAsync();
        }

        await Place(player, 1);
        await player.FocusAsync();
        await opened.Page.Keyboard.PressAsync("End");
        await Place(player, 18);
        await opened.Page.Keyboard.PressAsync("ArrowLeft");
        await Place(player, 17);
        await opened.Page.Keyboard.PressAsync("Home");
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await Place(player, 2);
        await player.Locator("table:has(caption:text('output d=1')) td").Nth(4).ClickAsync();
        await Place(player, 14);
        Assert.Equal("input x -1, y -1, d 0: zero padding", await player.Locator(".rows td").First.GetAttributeAsync("title"));
        Assert.Equal(3 * 9, await player.Locator("td.at").CountAsync());
        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Errors);
    }

    [ChromiumFact]
    public async Task The_player_plays_a_cell_a_second_and_a_click_stops_it()
    {
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Dark, Demo());
        await opened.Page.Clock.InstallAsync();
        await opened.Page.ReloadAsync();
        var player = opened.Page.Locator(".cnv-dp");
        await Place(player, 1);
        await player.FocusAsync();
        await opened.Page.Keyboard.PressAsync("Space");
        await opened.Page.Clock.RunForAsync(3_100);
        await Place(player, 4);
        await player.Locator(".rows").ClickAsync();
        await opened.Page.Clock.RunForAsync(5_000);
        await Place(player, 4);
        Assert.Equal("Play", await player.Locator("button").Nth(2).InnerTextAsync());

        // The dark page: light text on a dark ground, dark text on the tints.
        Assert.True(await Lightness(opened.Page, "getComputedStyle(document.body).backgroundColor") < 90);
        Assert.True(await Lightness(opened.Page, "getComputedStyle(document.querySelector('.cnv-dp p')).color") > 160);
        Assert.True(await Lightness(opened.Page, "getComputedStyle(document.querySelector('.cnv-dp .rows td')).color") < 90);
        Assert.Empty(opened.Errors);
    }

    [ChromiumFact]
    public async Task Without_scripts_the_stills_are_visible()
    {
        var net = Network.Input(8, 8, 3).Conv(4, size: 3, pad: 1).ReLU().MaxPool(2).Dense(3);
        var image = new SeededRandom(4).Uniform(new TensorShape(1, 3, 8, 8));
        await using var opened = await ExportedPage.Open(scripts: false, ColorScheme.Light, Demo(), new Window(3, stride: 2).Fit(7), net.Diagram(),
            net.MemoryLedger(), net.Sees("pool1", image, 1, 1), net.Forward(image), Charts.Parameters(net));
        Assert.True(await opened.Page.Locator(".cnv-dp .cnv-still svg").IsVisibleAsync());
        Assert.True(await opened.Page.Locator(".cnv-dp .cnv-still table").IsVisibleAsync());
        var cells = opened.Page.Locator("section.cell");
        Assert.Equal(7, await cells.CountAsync());
        for (var i = 0; i < 7; i++)
        {
            var picture = cells.Nth(i).Locator("svg, img").First;
            Assert.True(await picture.IsVisibleAsync(), $"no picture in cell {i + 1}");
            Assert.False(string.IsNullOrWhiteSpace(await picture.GetAttributeAsync("aria-label") ?? await picture.GetAttributeAsync("alt")), $"no words for the picture of cell {i + 1}");
        }

        Assert.Empty(opened.Requests);
    }

    private static Task Place(ILocator player, int number) => Assertions.Expect(player.GetByText($"cell {number} of 18")).ToBeVisibleAsync();

    private static Task<int> Lightness(IPage page, string color) =>
        page.EvaluateAsync<int>($"(() => {{ const c = {color}.match(/\\d+/g).slice(0, 3).map(Number); return Math.round((c[0] + c[1] + c[2]) / 3); }})()");

    private static DotProduct Demo()
    {
        var random = new SeededRandom(30);
        var net = Network.Input(5, 5, 3).Conv(2, size: 3, stride: 2, pad: 1);
        foreach (ref var weight in net.Layer<Conv2d>("conv1").Weights.Value.Edit())
            weight = random.NextInt32(3) - 1;
        net.Layer<Conv2d>("conv1").Biases!.Value[0, 0, 0, 0] = 1;
        var image = new Tensor(1, 3, 5, 5);
        foreach (ref var value in image.Edit())
            value = random.NextInt32(3);
        return net.DotProduct("conv1", image);
    }
}
