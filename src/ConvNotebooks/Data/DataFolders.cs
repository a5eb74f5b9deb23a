namespace ConvNotebooks;

/// <summary>Where data sets are looked for: CONVNOTEBOOKS_DATA, the user's cache, and where the system's packages put them.</summary>
internal sealed class DataFolders(string? data, string cache)
{
    internal const string Variable = "CONVNOTEBOOKS_DATA";

    /// <summary>The folders of this process's environment.</summary>
    internal static DataFolders Here => new(Environment.GetEnvironmentVariable(Variable), UserCache());

    /// <summary>Where a download goes.</summary>
    internal string Cache(PublishedDataset which) => Path.Combine(cache, which.Folder);

    /// <summary>The first folder in which every file that <paramref name="needed"/> asks for is there.</summary>
    /// <param name="which">The data set.</param>
    /// <param name="call">How the caller asks for it, for the message.</param>
    /// <param name="folder">The only folder to look in, if the caller named one.</param>
    /// <param name="needed">The files of a folder; null when one is missing.</param>
    /// <exception cref="DatasetNotFoundException">It is in none of them.</exception>
    internal T Find<T>(PublishedDataset which, string call, string? folder, Func<string, T?> needed)
        where T : class
    {
        string[] looked = folder is not null ? [folder] : [.. All(which)];
        foreach (var candidate in looked)
        {
            if (Directory.Exists(candidate) && needed(candidate) is { } found)
                return found;
        }

        var package = which == PublishedDataset.FashionMnist ? "install Debian's package dataset-fashion-mnist, " : "";
        throw new DatasetNotFoundException(
            $"Datasets.{call}: the files of {which.Name} ({string.Join(", ", which.Files.Select(file => file.Name))}) are not in "
            + $"{string.Join(", ", looked.Select(place => $"'{place}'"))}. Set {Variable} to a folder with them in {which.Folder}/, {package}"
            + $"or call await Datasets.Download(PublishedDataset.{call}) to get "
            + $"{which.Downloads.Sum(file => file.Bytes) / 1e6:N0} MB from {which.Downloads[0].Address.Host}.", looked);
    }

    private IEnumerable<string> All(PublishedDataset which)
    {
        if (!string.IsNullOrEmpty(data))
            yield return Path.Combine(data, which.Folder);
        yield return Cache(which);
        if (which.SystemFolder is not null && !OperatingSystem.IsWindows())
            yield return which.SystemFolder;
    }

    private static string UserCache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : Path.Combine(home, ".cache");
        return Path.Combine(caches, "convnotebooks");
    }
}
