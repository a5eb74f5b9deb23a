using System.Globalization;
using ConvNotebooks.Interactive;
using Microsoft.Playwright;

namespace ConvNotebooks.Browser.Tests;

/// <summary>Pictures that tell their values, in an exported page: by mouse, by keyboard, on dark ground, and still without scripts.</summary>
public sealed class ReadoutTests
{
    private static readonly TensorShape Shape = new(1, 6, 9, 12);

    [ChromiumFact]
    public async Task Maps_tell_the_tensors_value_under_the_pointer()
    {
        var tensor = new SeededRandom(8).Gaussian(Shape);
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Light, tensor.ToMaps("noise"));
        var told = new HashSet<string>();
        var image = (await opened.Page.Locator(".cnv-readout img").BoundingBoxAsync())!;
        for (var x = image.X; x < image.X + image.Width; x += 23)
        {
            for (var y = image.Y; y < image.Y + image.Height; y += 27)
            {
                await opened.Page.Mouse.MoveAsync(x, y);
                told.Add(await Value(opened.Page).InnerTextAsync());
            }
        }

        told.RemoveWhere(t => t.StartsWith("Point at", StringComparison.Ordinal));
        Assert.True(told.Count > 100, $"{told.Count} of {tensor.Values.Length} values were told");
        Assert.All(told, line => Assert.Equal(Expected(tensor, line), line));
        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Errors);
    }

    [ChromiumFact]
    public async Task The_arrow_keys_walk_through_a_map_and_into_its_neighbour()
    {
        var tensor = new SeededRandom(8).Gaussian(Shape);
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Dark, tensor.ToMaps("noise"));
        await opened.Page.Keyboard.PressAsync("Tab");
        await opened.Page.Locator(".cnv-readout .pic").FocusAsync();
        async Task Press(string key, int d, int x, int y)
        {
            await opened.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(Value(opened.Page)).ToHaveTextAsync(Line(tensor, d, x, y));
        }

        await Press("ArrowDown", 0, 0, 0);
        await Press("ArrowDown", 0, 0, 1);
        await Press("ArrowRight", 0, 1, 1);
        await Press("End", 0, 11, 8);
        await Press("ArrowRight", 1, 0, 8);
        await Press("ArrowLeft", 0, 11, 8);
        await Press("PageDown", 1, 11, 8);
        await Press("Home", 1, 0, 0);
        Assert.True(await opened.Page.Locator(".cnv-readout .at").IsVisibleAsync());
        Assert.Empty(opened.Errors);
    }

    [ChromiumFact]
    public async Task Other_pictures_tell_theirs()
    {
        var net = Network.Input(8, 8, 3, 231).Conv(4, size: 3, pad: 1).ReLU().MaxPool(2).Dense(3);
        var image = new Tensor(1, 3, 8, 8);
        var random = new SeededRandom(4);
        foreach (ref var value in image.Edit())
            value = random.NextInt32(256) / 255f;
        var weights = net.Layer<Conv2d>("conv1").Weights.Value;
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Light,
            image.ToImage(), weights.ToFilters(), net.OcclusionMap(image, 1, size: 4, stride: 2), net.Sees("pool1", image, 1, 1), net.Forward(image));
        var occlusion = Attribution.Occlusion(net, image, 1, 4, 2);
        await Expect(0, "End", string.Create(CultureInfo.InvariantCulture, $"image, x 7, y 7: {Pixel(image, 7, 7, 3)}"));
        await Expect(1, "Home", string.Create(CultureInfo.InvariantCulture,
            $"filter 0, x 0, y 0: red {Digits(weights[0, 0, 0, 0], 6)}, green {Digits(weights[0, 1, 0, 0], 6)}, blue {Digits(weights[0, 2, 0, 0], 6)}"));
        await Expect(2, "PageDown", string.Create(CultureInfo.InvariantCulture, $"patch of 4x4 from, x 0, y 0: {Digits(occlusion[0, 0, 0, 0], 6)}"));
        await Expect(3, "End", string.Create(CultureInfo.InvariantCulture, $"image, x 7, y 7: {Pixel(image, 7, 7, 6)}"));
        await Expect(3, "PageDown", "input, x 7, y 7: not seen");
        await Expect(4, "PageDown", string.Create(CultureInfo.InvariantCulture, $"conv1 d=0, x 0, y 0: {Digits(net.Forward(image)["conv1"][0, 0, 0, 0], 6)}"));
        Assert.Empty(opened.Errors);

        async Task Expect(int cell, string key, string line)
        {
            var section = opened.Page.Locator("section.cell").Nth(cell);
            await section.Locator(".pic").FocusAsync();
            await opened.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(section.Locator(".told")).ToHaveTextAsync(line);
        }
    }

    [ChromiumFact]
    public async Task The_values_of_a_large_map_are_read_from_its_colours()
    {
        var tensor = new SeededRandom(8).Uniform(new TensorShape(1, 1, 240, 240), -1, 1);
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Light, tensor.ToMaps("large"));
        await opened.Page.Locator(".cnv-readout .pic").FocusAsync();
        foreach (var (key, x, y) in new[] { ("Home", 0, 0), ("End", 239, 239), ("ArrowUp", 239, 238), ("ArrowLeft", 238, 238) })
        {
            await opened.Page.Keyboard.PressAsync(key);
            var line = await Value(opened.Page).InnerTextAsync();
            Assert.StartsWith($"large d=0, x {x}, y {y}: ", line, StringComparison.Ordinal);
            Assert.InRange(double.Parse(line.Split(": ")[1], CultureInfo.InvariantCulture) - tensor[0, 0, y, x], -0.008, 0.008);
        }

        Assert.Empty(opened.Errors);
    }

    [ChromiumFact]
    public async Task The_slider_shows_a_stop_at_a_time()
    {
        var view = Network.Input(227, 227, 3).Sharing(filters: 96, size: 11, stride: 4);
        await using var opened = await ExportedPage.Open(scripts: true, ColorScheme.Dark, view);
        var slider = opened.Page.Locator(".cnv-slider");
        var told = slider.Locator("p");
        await Assertions.Expect(told).ToHaveTextAsync("1 of 5, fully connected: 44,892,355,200 parameters");
        await slider.Locator("input").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(told).ToHaveTextAsync("2 of 5, locally connected: 105,705,600 parameters");
        await opened.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(told).ToHaveTextAsync("5 of 5, convolution, shared by all: 34,944 parameters");
        Assert.Equal(1, await slider.Locator("svg:visible").CountAsync());
        Assert.Equal("convolution, shared by all: 34,944 parameters", await slider.Locator("svg:visible").GetAttributeAsync("aria-label"));
        Assert.Equal("convolution, shared by all: 34,944 parameters", await slider.Locator("input").GetAttributeAsync("aria-valuetext"));
        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Errors);

        await using var still = await ExportedPage.Open(scripts: false, ColorScheme.Light, view);
        Assert.Equal(5, await still.Page.Locator(".cnv-slider svg:visible").CountAsync());
        Assert.Equal(0, await still.Page.Locator("input").CountAsync());
    }

    [ChromiumFact]
    public async Task Without_scripts_the_picture_alone_is_there()
    {
        await using var opened = await ExportedPage.Open(scripts: false, ColorScheme.Light, new SeededRandom(8).Gaussian(Shape).ToMaps("noise"));
        var output = opened.Page.Locator(".output");
        Assert.True(await output.Locator("img").IsVisibleAsync());
        Assert.StartsWith("noise: 6 maps of 12x9; values -", await output.Locator("img").GetAttributeAsync("alt"), StringComparison.Ordinal);
        Assert.Equal("Out\u00a0[1]", (await output.InnerTextAsync()).Trim());
        Assert.Equal(1, await output.Locator("img").CountAsync());
    }

    private static ILocator Value(IPage page) => page.Locator(".cnv-readout .told");

    private static string Expected(Tensor tensor, string line)
    {
        var place = System.Text.RegularExpressions.Regex.Match(line, @"^noise d=(\d+), x (\d+), y (\d+): ");
        Assert.True(place.Success, line);
        int At(int group) => int.Parse(place.Groups[group].Value, CultureInfo.InvariantCulture);
        return Line(tensor, At(1), At(2), At(3));
    }

    private static string Line(Tensor tensor, int d, int x, int y) =>
        string.Create(CultureInfo.InvariantCulture, $"noise d={d}, x {x}, y {y}: {Digits(tensor[0, d, y, x], 6)}");

    private static string Pixel(Tensor image, int x, int y, int digits) => string.Create(CultureInfo.InvariantCulture,
        $"red {Digits(image[0, 0, y, x], digits)}, green {Digits(image[0, 1, y, x], digits)}, blue {Digits(image[0, 2, y, x], digits)}");

    /// <summary>A value with some significant digits, as decimal; none of those here needs an exponent.</summary>
    private static decimal Digits(float value, int digits) =>
        decimal.Parse(((double)value).ToString($"E{digits - 1}", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) / 1.0000000000000000000000000m;
}
