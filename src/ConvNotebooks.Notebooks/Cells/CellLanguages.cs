namespace ConvNotebooks.Notebooks;

/// <summary>The languages of cells, by the names that <c>#!</c> lines and notebook files give them.</summary>
public static class CellLanguages
{
    /// <summary>C#.</summary>
    public const string CSharp = "csharp";

    /// <summary>The notation of networks.</summary>
    public const string Net = "net";

    /// <summary>Markdown.</summary>
    public const string Markdown = "markdown";

    /// <summary>The languages whose cells are shown as they are, with their MIME types.</summary>
    public static IReadOnlyDictionary<string, string> MimeTypes { get; } = new Dictionary<string, string>
    {
        ["html"] = "text/html",
        [Markdown] = "text/markdown",
        ["javascript"] = "application/javascript",
        ["svg"] = "image/svg+xml",
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["c#"] = CSharp,
        ["cs"] = CSharp,
        ["md"] = Markdown,
        ["js"] = "javascript",
        ["f#"] = "fsharp",
        ["fs"] = "fsharp",
        ["powershell"] = "pwsh",
        ["polyglot-notebook"] = CSharp,
    };

    /// <summary>The languages that other notebook programs have and this one has not.</summary>
    private static readonly HashSet<string> Others =
        ["fsharp", "pwsh", "sql", "kql", "mermaid", "http", "value", "python", "r", "julia", "rust"];

    /// <summary>Every language, C# first.</summary>
    public static IReadOnlyList<string> Known { get; } = [CSharp, Net, .. MimeTypes.Keys];

    /// <summary>The name behind a name or alias; null when it is none of a cell's language here or elsewhere.</summary>
    /// <param name="name">A name such as <c>C#</c>, in either case.</param>
    public static string? Resolve(string name)
    {
        string lower = name.ToLowerInvariant();
        string found = Aliases.GetValueOrDefault(lower, lower);
        return Known.Contains(found) || Others.Contains(found) ? found : null;
    }

    /// <summary>Whether cells of a language can run here.</summary>
    /// <param name="language">A name that <see cref="Resolve"/> gave.</param>
    public static bool CanRun(string language) => Known.Contains(language);
}
