using ConvNotebooks.Interactive.Views;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive;

/// <summary>Registers views with Microsoft.DotNet.Interactive.Formatting: those of this library, and those of your own types.</summary>
/// <example>
/// <code>
/// record Confusion(string[] Classes, int[,] Counts);
///
/// Formatters.Register&lt;Confusion&gt;(c => new View($"{c.Classes.Length} classes")
/// {
///     Html = $"&lt;b&gt;{View.Escape(string.Join(", ", c.Classes))}&lt;/b&gt;",
/// });
/// </code>
/// </example>
public static class Formatters
{
    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>Registers every view of the catalogue; a second call changes nothing.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (registered)
                return;
            Catalogue.Register();
            registered = true;
        }
    }

    /// <summary>Registers how values of a type, and of the types derived from it, are shown; a later call replaces an earlier one.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="view">What a value looks like; a pure function, called under the invariant culture.</param>
    /// <param name="mimeTypes">
    /// What it is shown as, the richest first: members of <see cref="Mime"/>. HTML and plain text when left out. A form that
    /// a view lacks is left out for that value; plain text is always there.
    /// </param>
    public static void Register<T>(Func<T, View> view, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(mimeTypes);
        Register();
        Add(view, [.. (mimeTypes.Length == 0 ? [Mime.Html] : mimeTypes).Append(Mime.Text).Distinct()]);
    }

    internal static void Add<T>(Func<T, View> view, params string[] mimeTypes)
    {
        foreach (var mimeType in mimeTypes)
            Formatter.Register(Create(view, mimeType));
        Formatter.SetPreferredMimeTypesFor(typeof(T), mimeTypes);
    }

    internal static ITypeFormatter Create<T>(Func<T, View> view, string mimeType) => new ViewFormatter<T>(view, mimeType);

    /// <summary>One form of a view as the formatting library wants it, made under the invariant culture.</summary>
    private sealed class ViewFormatter<T>(Func<T, View> view, string mimeType) : TypeFormatter<T>
    {
        public override string MimeType => mimeType;

        public override bool Format(T value, FormatContext context)
        {
            var content = Invariant.Make(() => view(value).Content(mimeType));
            context.Writer.Write(content);
            return content is not null;
        }
    }
}
