using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class MimeBundlesTests
{
    public static TheoryData<object?, string> PlainOnes => new()
    {
        { 1, "1" },
        { "text\nof lines", "text\nof lines" },
        { 1.5, "1.5" },
        { 1f / 3, "0.33333334" },
        { double.NaN, "NaN" },
        { true, "True" },
        { null, "<null>" },
        { DayOfWeek.Friday, "Friday" },
        { typeof(List<int>), "System.Collections.Generic.List`1[System.Int32]" },
        { new[] { 1, 2, 3 }, "[ 1, 2, 3 ]" },
        { new float[2, 3], "Single[2, 3]\n[ 0, 0, 0 ]\n[ 0, 0, 0 ]" },
        { new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc), "2020-01-02 00:00:00Z" },
        { Task.FromResult(3), "Task<Int32>: not awaited. Write `await` before it to see its result." },
        { Task.CompletedTask, "Task: not awaited. Write `await` before it to see its result." },
        { (Func<int, string>)(i => ""), "Func<Int32, String>" },
        { new InvalidOperationException("no"), "System.InvalidOperationException: no" },
    };

    [Theory]
    [MemberData(nameof(PlainOnes))]
    public void A_plain_value_is_plain_text_alone(object? value, string text)
    {
        MimeBundle bundle = MimeBundles.Of(value);
        Assert.Equal(["text/plain"], bundle.Types);
        Assert.Equal(text, bundle.Text("text/plain"));
    }

    [Fact]
    public void An_exception_that_has_a_view_is_shown_by_it()
    {
        Interactive.Formatters.Register();
        FitException misfit = Assert.Throws<FitException>(() => new Window(3, stride: 2).Fit(10));
        MimeBundle bundle = MimeBundles.Of(misfit);
        Assert.Equal(["text/html", "image/png", "text/plain"], bundle.Types);
        Assert.Contains("<code>pad: (0, 1)</code>", bundle.Text("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_a_formatter_leaves_empty_is_left_out()
    {
        Interactive.Formatters.Register<Pictureless>(_ => new Interactive.View("no picture today"), "image/png");
        MimeBundle bundle = MimeBundles.Of(new Pictureless());
        Assert.Equal(["text/plain"], bundle.Types);
        Assert.Equal("no picture today", bundle.Text("text/plain"));
    }

    private sealed record Pictureless;

    [Fact]
    public void A_compound_value_has_html_without_the_style_block()
    {
        MimeBundle bundle = MimeBundles.Of(new Dictionary<string, int> { ["k"] = 1 });
        Assert.Equal(["text/html", "text/plain"], bundle.Types);
        Assert.StartsWith("<table>", bundle.Text("text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<style>", bundle.Text("text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("\r", bundle.Text("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_value_gives_the_same_bytes_in_every_session()
    {
        const string types = "record P(int X, double Y); class C { public List<P> All = [new(1, 2), new(3, 4)]; }";
        const string value = "new { A = new C(), B = (1, \"b\"), F = new Dictionary<string, P> { [\"k\"] = new(5, 6) } }";
        await using var first = new Trial();
        await using var second = new Trial();
        await first.Run(types);
        await second.Run("1");
        await second.Run(types);
        MimeBundle one = (await first.Run(value)).Events.OfType<ResultEvent>().Single().Data;
        MimeBundle two = (await second.Run(value)).Events.OfType<ResultEvent>().Single().Data;
        Assert.True(one.SameAs(two), $"{one.ToJson()}\n{two.ToJson()}");
        Assert.DoesNotContain("#", one.Text("text/plain") + one.Text("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_that_throws_leaves_its_error_as_text()
    {
        Formatter.Register<Broken>(_ => throw new InvalidOperationException("boom"), "text/html");
        MimeBundle bundle = MimeBundles.Of(new Broken());
        Assert.StartsWith(
            "[the formatter of Broken for text/html failed: InvalidOperationException: boom]\n",
            bundle.Text("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public void Preferred_types_are_followed_and_plain_text_added()
    {
        Formatter.Register<Chartlike>(_ => "{\"data\": []}", "application/vnd.plotly.v1+json");
        Formatter.Register<Chartlike>(_ => "iVBORw0KGgo=", "image/png");
        Formatter.SetPreferredMimeTypesFor(typeof(Chartlike), "application/vnd.plotly.v1+json", "image/png");
        MimeBundle bundle = MimeBundles.Of(new Chartlike());
        Assert.Equal(["application/vnd.plotly.v1+json", "image/png", "text/plain"], bundle.Types);
        Assert.Equal("{\"data\":[]}", bundle.Json("application/vnd.plotly.v1+json")!.ToJsonString());
    }

    [Fact]
    public void One_mime_type_takes_a_string_as_it_is_and_bytes_as_base64()
    {
        Assert.Equal("<b>x</b>", MimeBundles.Of("<b>x</b>", "text/html").Text("text/html"));
        Assert.Equal("AQID", MimeBundles.Of(new byte[] { 1, 2, 3 }, "image/png").Text("image/png"));
        Assert.Equal("{\"a\":1}", MimeBundles.Of("{\"a\": 1}", "application/json").Json("application/json")!.ToJsonString());
    }

    [Theory]
    [InlineData(3, "html", "Display: \"html\" is no MIME type. Write one such as text/plain, text/html, text/latex, image/png.")]
    [InlineData(3, "image/png",
        "Display: nothing formats a Int32 as image/png. Give the content as a string, or register a formatter for that type.")]
    [InlineData("{", "application/json", "Display: the content for application/json is no JSON. Give it JSON text.")]
    public void A_wrong_mime_type_is_named(object value, string mimeType, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => MimeBundles.Of(value, mimeType)).Message);

    private sealed class Broken;

    private sealed class Chartlike;
}
