using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>A package on this machine's disk, as NuGet resolved it for this framework and machine.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The version that came.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="References">Assemblies to compile against: full paths.</param>
/// <param name="Assemblies">Assemblies to run: full paths.</param>
/// <param name="Natives">Native libraries: full paths.</param>
internal sealed record RestoredPackage(
    string Name,
    string Version,
    string Folder,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> Natives)
{
    /// <summary>The cells that the package wants run when it is loaded, where .NET Interactive looks for them too.</summary>
    public string Extension => Path.Combine(Folder, "interactive-extensions", "dotnet", "extension.dib");

    /// <summary>The libraries that the package has for .NET Interactive's own kernel, which is not here: file names, in order.</summary>
    public IReadOnlyList<string> KernelExtensions => Path.GetDirectoryName(Extension) is { } place && Directory.Exists(place)
        ? [.. Directory.GetFiles(place, "*.dll").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The packages in NuGet's <c>project.assets.json</c>, each after those that it depends on.</summary>
    /// <param name="assets">The file's content.</param>
    /// <param name="runtime">The machine's runtime identifier, such as <c>linux-x64</c>.</param>
    public static IReadOnlyList<RestoredPackage> Read(JsonNode assets, string runtime)
    {
        string[] folders = [.. assets["packageFolders"]!.AsObject().Select(folder => folder.Key)];
        JsonObject libraries = assets["libraries"]!.AsObject();
        JsonObject target = assets["targets"]!.AsObject()
            .Single(target => target.Key.EndsWith($"/{runtime}", StringComparison.Ordinal)).Value!.AsObject();
        Dictionary<string, JsonObject> byName = target
            .ToDictionary(package => package.Key.Split('/')[0], package => package.Value!.AsObject(), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> keys = target
            .ToDictionary(package => package.Key.Split('/')[0], package => package.Key, StringComparer.OrdinalIgnoreCase);

        var found = new List<RestoredPackage>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in byName.Keys.Order(StringComparer.Ordinal))
            Add(name);
        return found;

        void Add(string name)
        {
            if (!byName.TryGetValue(name, out JsonObject? package) || !seen.Add(name))
                return;
            foreach ((string dependency, _) in package["dependencies"]?.AsObject() ?? [])
                Add(dependency);
            string path = (string)libraries[keys[name]]!["path"]!;
            string folder = folders.Select(root => Path.Combine(root, path)).First(Directory.Exists);
            IReadOnlyList<string> Files(string kind) =>
            [
                .. (package[kind]?.AsObject() ?? [])
                    .Where(file => Path.GetFileName(file.Key) != "_._")
                    .Select(file => Path.GetFullPath(Path.Combine(folder, file.Key))),
            ];
            string[] identity = keys[name].Split('/');
            found.Add(new(identity[0], identity[1], folder, Files("compile"), Files("runtime"), Files("native")));
        }
    }
}
