using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive;

/// <summary>The scripts that make players of views; a page may name them in its security policy, and needs each but once.</summary>
public static class Players
{
    private static readonly Lazy<string> Products = new(() => EmbeddedText.Read("dot-product.js"));

    /// <summary>The player of <see cref="DotProduct"/>.</summary>
    public static string DotProducts => Products.Value;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Scripts => [DotProducts];
}
