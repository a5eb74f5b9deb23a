namespace ConvNotebooks.Interactive;

/// <summary>The scripts that make players of views; a page may name them in its security policy, and needs each but once.</summary>
public static class Players
{
    private static readonly Lazy<string> Products = new(() => EmbeddedText.Read("dot-product.js"));

    private static readonly Lazy<string> Readout = new(() => EmbeddedText.Read("readout.js"));

    private static readonly Lazy<string> Slider = new(() => EmbeddedText.Read("slider.js"));

    /// <summary>The player of <see cref="DotProduct"/>.</summary>
    public static string DotProducts => Products.Value;

    /// <summary>What makes pictures tell the values under the pointer and by the arrow keys.</summary>
    public static string Readouts => Readout.Value;

    /// <summary>What shows one drawing of a row at a time, under a slider.</summary>
    public static string Sliders => Slider.Value;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Scripts => [DotProducts, Readouts, Sliders];
}
