using System.Reflection;

namespace ConvNotebooks.Notebooks;

/// <summary>What loading packages brought.</summary>
/// <param name="Line">What the cell prints: the packages asked for, with the versions that came.</param>
/// <param name="References">Files that cells can refer to from now on.</param>
/// <param name="Assemblies">What was loaded.</param>
/// <param name="Extensions">Packages whose <c>extension.dib</c> is to be run, in this order.</param>
/// <param name="LeftOut">What the cell is told of extensions that have no effect here.</param>
internal sealed record PackageChange(
    string Line,
    IReadOnlyList<string> References,
    IReadOnlyList<Assembly> Assemblies,
    IReadOnlyList<RestoredPackage> Extensions,
    IReadOnlyList<string> LeftOut);

/// <summary>
/// The packages of one session. All that were asked for are resolved together, those before at the version they have: what
/// is loaded stays.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
internal sealed class SessionPackages(string folder)
{
    private readonly PackageRestore _restore = new(folder);
    private readonly Dictionary<string, PackageDirective> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RestoredPackage> _loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _sources = [];

    /// <summary>Loads what a cell asks for.</summary>
    /// <param name="directives">The cell's <c>#r "nuget: …"</c> and <c>#i "nuget: …"</c>.</param>
    /// <param name="cancellation">Ends the restore.</param>
    /// <exception cref="PackageException">A package does not come; nothing is loaded then.</exception>
    public async Task<PackageChange> AddAsync(IReadOnlyList<PackageDirective> directives, CancellationToken cancellation)
    {
        _sources.AddRange(directives.Where(directive => directive.IsSource).Select(SourceOf).Except(_sources));
        List<PackageDirective> asked = [.. directives.Where(directive => !directive.IsSource)];
        List<PackageDirective> missing = [.. asked.Where(package => !IsBuiltIn(package.Name) && !IsLoaded(package))];
        IReadOnlyList<RestoredPackage> added = missing.Count == 0 ? [] : await RestoreAsync(missing, cancellation).ConfigureAwait(false);
        foreach (RestoredPackage package in added)
            _loaded.Add(package.Name, package);
        foreach (PackageDirective package in missing)
            _asked[package.Name] = package with { Version = _loaded[package.Name].Version };

        LoadedLibraries.AddNatives(added.SelectMany(package => package.Natives));
        return new PackageChange(
            string.Join('\n', asked.Select(Describe).Distinct()),
            [.. added.SelectMany(package => package.References).Select(InUse).Distinct()],
            [.. added.SelectMany(package => package.Assemblies).Select(LoadedLibraries.Load).OfType<Assembly>()],
            [.. added.Where(package => File.Exists(package.Extension))],
            [.. added.SelectMany(package => package.KernelExtensions, (package, file) =>
                $"{package.Name}: its extension {file} is written for .NET Interactive's own kernel and was left out.")]);
    }

    private async Task<IReadOnlyList<RestoredPackage>> RestoreAsync(
        IReadOnlyList<PackageDirective> missing, CancellationToken cancellation)
    {
        IReadOnlyList<PackageDirective> all = [.. _asked.Values.ExceptBy(missing.Select(p => p.Name), p => p.Name), .. missing];
        IReadOnlyList<RestoredPackage> packages = await _restore.RunAsync(all, _sources, cancellation).ConfigureAwait(false);
        foreach (PackageDirective package in missing.Where(package => package.IsExact))
        {
            RestoredPackage came = packages.First(p => p.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase));
            if (!IsVersion(package.Version, came.Version))
            {
                throw new PackageException($"{RestoreErrors.Written(package)}: there is no such version. The nearest is {came.Version}. "
                    + "Write one that there is, or leave the version out for the newest.", package.Line);
            }
        }

        return [.. packages.Where(package => !_loaded.ContainsKey(package.Name))];
    }

    /// <summary>Whether the session has a package already, at the version asked for.</summary>
    private bool IsLoaded(PackageDirective package)
    {
        if (!_loaded.TryGetValue(package.Name, out RestoredPackage? loaded))
            return false;
        return !package.IsExact || IsVersion(package.Version, loaded.Version) ? true : throw new PackageException(
            $"{RestoreErrors.Written(package)}: this session has {loaded.Name} {loaded.Version} already. "
            + "Restart the kernel, and ask for that version first.", package.Line);
    }

    private string SourceOf(PackageDirective source)
    {
        if (source.Name.Contains("://", StringComparison.Ordinal))
            return source.Name;
        string path = Path.GetFullPath(source.Name, folder);
        return Directory.Exists(path) ? path : throw new PackageException(
            $"#i \"nuget: {source.Name}\": there is no such folder. Write a folder relative to the notebook's, or an address.", source.Line);
    }

    private string Describe(PackageDirective package)
    {
        if (IsBuiltIn(package.Name))
        {
            string version = BuiltInVersion(package.Name);
            string other = package.IsExact && !IsVersion(package.Version, version) ? $" ({package.Version} was asked for)" : "";
            return $"{package.Name} {version} is built in{other}";
        }

        RestoredPackage loaded = _loaded[package.Name];
        string[] own = [.. loaded.Assemblies.Select(Path.GetFileName).OfType<string>()
            .Where(file => LoadedLibraries.Own.ContainsKey(Path.GetFileNameWithoutExtension(file)))];
        return $"Installed {loaded.Name} {loaded.Version}{(own.Length > 0 ? $" (with this program's own {string.Join(", ", own)})" : "")}";
    }

    private static string InUse(string reference) =>
        LoadedLibraries.Own.GetValueOrDefault(Path.GetFileNameWithoutExtension(reference), reference);

    /// <summary>Packages that cells have without asking; each holds one assembly of its own name.</summary>
    private static bool IsBuiltIn(string package) => ScriptSetup.Libraries.Contains(package, StringComparer.OrdinalIgnoreCase);

    private static string BuiltInVersion(string package)
    {
        Assembly assembly = Assembly.Load(package);
        return assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version!.ToString(3);
    }

    /// <summary>Whether two texts are the same version: 1.2 is 1.2.0, and what follows a + does not count.</summary>
    private static bool IsVersion(string asked, string came) => Normal(asked).Equals(Normal(came), StringComparison.OrdinalIgnoreCase);

    private static string Normal(string version)
    {
        string[] parts = version.Split('+')[0].Split('-', 2);
        IEnumerable<string> numbers = parts[0].Split('.').Select(number => number.TrimStart('0').PadLeft(1, '0'));
        string main = string.Join('.', numbers.Concat(["0", "0", "0"]).Take(4));
        return parts.Length == 2 ? $"{main}-{parts[1]}" : main;
    }
}
