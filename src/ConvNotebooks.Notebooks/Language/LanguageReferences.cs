using Microsoft.CodeAnalysis;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// The references that completion and help use: where the .NET SDK is installed, its reference assemblies with their XML
/// documentation stand for the framework; else the framework itself, without documentation.
/// </summary>
internal static class LanguageReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Found = new(Find);

    public static IReadOnlyList<MetadataReference> All => Found.Value;

    private static MetadataReference[] Find()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string? pack = ReferencePack(framework);
        IEnumerable<string> libraries = ScriptSetup.ReferencePaths()
            .Where(path => pack is null || Path.GetDirectoryName(path) != framework);
        IEnumerable<string> documented = pack is null ? [] : Directory.EnumerateFiles(pack, "*.dll");
        return [.. documented.Concat(libraries).Select(Of)];
    }

    /// <summary>The newest reference pack of this framework version beside the runtime; null where there is no SDK.</summary>
    private static string? ReferencePack(string framework)
    {
        string packs = Path.Combine(framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(packs))
            return null;
        return Directory.EnumerateDirectories(packs, $"{Environment.Version.Major}.*")
            .Select(version => Path.GetFullPath(Path.Combine(version, "ref", $"net{Environment.Version.ToString(2)}")))
            .Where(Directory.Exists)
            .OrderBy(path => path, StringComparer.Ordinal)
            .LastOrDefault();
    }

    /// <summary>A library with the XML documentation beside it, where there is one.</summary>
    public static PortableExecutableReference Of(string path)
    {
        string documentation = Path.ChangeExtension(path, ".xml");
        return AssemblyFile.Reference(
            path, File.Exists(documentation) ? XmlDocumentationProvider.CreateFromFile(documentation) : null);
    }
}
