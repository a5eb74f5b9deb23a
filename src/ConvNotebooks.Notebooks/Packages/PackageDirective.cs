using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// A line of a cell that asks for a package, <c>#r "nuget: Name, version"</c>, or names a place to look for packages,
/// <c>#i "nuget: folder-or-address"</c>.
/// </summary>
/// <param name="IsSource">True for <c>#i</c>.</param>
/// <param name="Name">The package's name; the folder or address of a source.</param>
/// <param name="Version">The version wanted: exact, or with <c>*</c> for the newest; empty for a source.</param>
/// <param name="Line">Its line in the cell, from 1.</param>
internal sealed partial record PackageDirective(bool IsSource, string Name, string Version, int Line)
{
    /// <summary>The newest version that is no prerelease.</summary>
    public const string Newest = "*";

    /// <summary>True when one version alone will do.</summary>
    public bool IsExact => !Version.Contains('*', StringComparison.Ordinal);

    /// <summary>Reads a line; null when it asks for no package.</summary>
    /// <exception cref="PackageException">It asks for one, and not as it should.</exception>
    public static PackageDirective? Read(string text, int line)
    {
        Match match = Directive().Match(text);
        if (!match.Success)
            return null;
        bool isSource = match.Groups["kind"].Value == "i";
        string what = match.Groups["what"].Value.Trim();
        if (isSource)
        {
            return what.Length > 0 ? new(true, what, "", line) : throw new PackageException(
                "#i \"nuget:\" names no source. Write a folder or an address: #i \"nuget: ../packages\".", line);
        }

        Match package = Package().Match(what);
        if (!package.Success)
        {
            throw new PackageException(
                $"#r \"nuget: {what}\" is no package. Write #r \"nuget: Name, 1.2.3\", or #r \"nuget: Name\" for the newest version.", line);
        }

        string version = package.Groups["version"].Value;
        return new(false, package.Groups["name"].Value, version.Length > 0 ? version : Newest, line);
    }

    [GeneratedRegex(@"^\s*#(?<kind>[ri])\s+""nuget:(?<what>[^""]*)""\s*;?\s*(//.*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^(?<name>\w[\w.-]*)\s*(,\s*(version\s*=\s*)?(?<version>[\d*][\w.*+-]*)\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Package();
}
