using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive.Tests;

public sealed class FormattersTests
{
    public FormattersTests() => Formatters.Register();

    [Fact]
    public void A_derived_type_has_the_view_of_its_base()
    {
        Layer[] layers = [new ReLU(), new MaxPool2d(2), new Conv2d(3, 4, size: 3), new Flatten(), new Softmax()];
        foreach (var layer in layers)
        {
            Assert.Equal([Mime.Html, Mime.Text], Formatter.GetPreferredMimeTypesFor(layer.GetType()));
            Assert.StartsWith($"{layer.GetType().Name}: {layer.Notation}\n", layer.ToDisplayString(Mime.Text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_type_of_ones_own_takes_five_lines()
    {
        Formatters.Register<Confusion>(c => new View($"{c.Right} of {c.All} right")
        {
            Html = $"<b>{c.Right}</b> of {c.All} right",
        });
        Assert.Equal([Mime.Html, Mime.Text], Formatter.GetPreferredMimeTypesFor(typeof(Confusion)));
        Assert.StartsWith("<b>3</b> of 4 right", new Confusion(3, 4).ToDisplayString(Mime.Html), StringComparison.Ordinal);
        Assert.Equal("3 of 4 right", new Confusion(3, 4).ToDisplayString(Mime.Text));
    }

    [Fact]
    public void Other_forms_are_named_and_text_is_always_there()
    {
        Formatters.Register<Dot>(d => new View("a dot") { Png = d.HasPicture ? [1, 2, 3] : null }, Mime.Png);
        Assert.Equal([Mime.Png, Mime.Text], Formatter.GetPreferredMimeTypesFor(typeof(Dot)));
        Assert.Equal("AQID", new Dot(true).ToDisplayString(Mime.Png));
        Assert.Equal("", new Dot(false).ToDisplayString(Mime.Png));
    }

    [Fact]
    public void Registering_again_leaves_a_replaced_view_in_place()
    {
        Formatters.Register<Replaced>(_ => new View("first"));
        Formatters.Register<Replaced>(_ => new View("second"));
        Formatters.Register();
        Assert.Equal("second", new Replaced().ToDisplayString(Mime.Text));
    }

    [Fact]
    public void A_partial_stack_displays_itself()
    {
        var network = Network.Input(32, 32, 3);
        Assert.Contains("[32x32x3]", network.ToDisplayString(Mime.Text), StringComparison.Ordinal);
        Assert.Contains("conv1", network.Conv(12, size: 5, pad: 2).ToDisplayString(Mime.Text), StringComparison.Ordinal);
    }

    private sealed record Confusion(int Right, int All);

    private sealed record Dot(bool HasPicture);

    private sealed record Replaced;
}
