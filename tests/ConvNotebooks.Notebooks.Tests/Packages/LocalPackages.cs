using System.IO.Compression;
using static System.IO.File;

namespace ConvNotebooks.Notebooks.Tests;

/// <summary>
/// A notebook's folder with a nuget.config that knows one source, a folder of packages made here: nothing is fetched from
/// elsewhere, and nothing is left in the user's own package folder.
/// </summary>
internal sealed class LocalPackages : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LocalPackages()
    {
        Directory.CreateDirectory(folder.File("packages"));
        WriteAllText(folder.File("nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="fetched" /></config>
              <packageSources><clear /><add key="here" value="packages" /></packageSources>
            </configuration>
            """);
    }

    public string Path => folder.Path;

    public string File(string name) => folder.File(name);

    /// <summary>Packs a library of one class, and other files.</summary>
    /// <param name="name">The package and its assembly.</param>
    /// <param name="code">The library; no library if null.</param>
    /// <param name="files">Texts by their path in the package.</param>
    /// <param name="dependency">A package that this one needs.</param>
    /// <param name="source">The folder it is put into.</param>
    public void Pack(
        string name, string version, string? code, Dictionary<string, string>? files = null, string? dependency = null, string source = "packages")
    {
        Directory.CreateDirectory(folder.File(source));
        using ZipArchive package = ZipFile.Open(folder.File($"{source}/{name}.{version}.nupkg"), ZipArchiveMode.Create);
        string needs = dependency is null ? "" : $"<dependencies><group targetFramework='net10.0'><dependency id='{dependency}' version='1.0.0' /></group></dependencies>";
        Add(package, $"{name}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{name}</id><version>{version}</version><authors>a</authors><description>d</description>{needs}</metadata>
            </package>
            """);
        foreach ((string path, string text) in files ?? [])
            Add(package, path, text);
        if (code is null)
            return;
        string library = folder.File($"{name}.dll");
        LibraryFile.Compile(library, code);
        package.CreateEntryFromFile(library, $"lib/net10.0/{name}.dll");
        Delete(library);
    }

    /// <summary>Removes everything but libraries that this process holds open, where the system forbids that.</summary>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
            folder.Dispose();
    }

    private static void Add(ZipArchive package, string path, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(path).Open());
        writer.Write(text);
    }
}
