using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// How views are shown where nobody called <see cref="Formatters.Register()"/>, as in a .NET Interactive that was given the
/// library's file and not the package: found by the attribute on <see cref="View"/>.
/// </summary>
internal sealed class ViewSource : ITypeFormatterSource
{
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
        Catalogue.ViewMimeTypes.Select(mimeType => Formatters.Create<View>(Catalogue.Shown, mimeType));
}
