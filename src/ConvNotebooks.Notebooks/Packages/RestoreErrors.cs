using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>Words what <c>dotnet restore</c> says when a package does not come, by NuGet's codes.</summary>
internal static partial class RestoreErrors
{
    /// <summary>The error that names the directive it belongs to.</summary>
    /// <param name="said">What the restore printed.</param>
    /// <param name="packages">What was asked for.</param>
    public static PackageException Describe(string said, IReadOnlyList<PackageDirective> packages)
    {
        List<(string Code, string Text)> errors = [.. Error().Matches(said)
            .Select(match => (match.Groups["code"].Value, match.Groups["text"].Value.Trim()))];
        if (errors.Count == 0)
            return new PackageException($"packages cannot be restored: {FirstLine(said)}");

        // A source that cannot be reached explains all the rest.
        string code = errors.Find(error => error.Code is "NU1301" or "NU1801") is { Code: { } network } ? network : errors[0].Code;
        List<string> texts = [.. errors.Where(error => error.Code == code).Select(error => error.Text)];
        PackageDirective? asked = packages
            .OrderByDescending(package => package.Name.Length)
            .FirstOrDefault(package => texts.Any(text => text.Contains(package.Name, StringComparison.OrdinalIgnoreCase)));
        string who = asked is null ? "packages" : Written(asked);
        string message = code switch
        {
            "NU1101" => $"{who}: {Named(texts[0])} is in no source ({Sources(texts[0])}). "
                + "Check the name, or say where it is: #i \"nuget: folder-or-address\".",
            "NU1102" => $"{who}: there is no such version. {Nearest(texts)} Write one that there is, or leave the version out for the newest.",
            "NU1103" => $"{who}: there are only prereleases. Write the version, or {Written(asked! with { Version = "*-*" })} for the newest.",
            "NU1301" or "NU1801" => $"packages: a source cannot be reached: {string.Join(' ', texts.Take(2))} "
                + "Check the network, or the sources that `dotnet nuget list source` shows.",
            "NU1202" => $"{who}: it is not made for .NET {Environment.Version.ToString(2)}. Ask for a newer version, or another package.",
            _ => $"{who}: {texts[0]} ({code})",
        };
        return new PackageException(message, asked?.Line ?? 0);
    }

    /// <summary>A directive as one writes it.</summary>
    public static string Written(PackageDirective package) =>
        $"#r \"nuget: {package.Name}{(package.Version == PackageDirective.Newest ? "" : $", {package.Version}")}\"";

    private static string Named(string text) => PackageName().Match(text) is { Success: true } match ? match.Groups["name"].Value : "it";

    private static string Sources(string text) =>
        text.IndexOf("source(s): ", StringComparison.Ordinal) is >= 0 and var at ? text[(at + "source(s): ".Length)..].TrimEnd('.') : "of those configured";

    private static string Nearest(IReadOnlyList<string> texts) =>
        texts.Select(text => NearestVersion().Match(text)).FirstOrDefault(match => match.Success) is { } match
            ? $"The nearest is {match.Groups["version"].Value}."
            : "No source has any version near it.";

    private static string FirstLine(string said) =>
        said.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "the SDK said nothing.";

    [GeneratedRegex(@"error (?<code>[A-Z]+\d+):(?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Error();

    [GeneratedRegex(@"Unable to find package (?<name>[\w.-]*\w)")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"Nearest version: (?<version>\S+)")]
    private static partial Regex NearestVersion();
}
