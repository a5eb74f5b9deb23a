namespace ConvNotebooks.Jupyter;

/// <summary>Where Jupyter looks for kernelspecs (jupyter-client.readthedocs.io, "Kernel specs").</summary>
public static class JupyterFolders
{
    /// <summary>The user's own data folder: <c>JUPYTER_DATA_DIR</c>, or what the system has for it.</summary>
    /// <param name="variable">Reads an environment variable; those of this process if null.</param>
    public static string User(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        if (variable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen)
            return chosen;
        if (OperatingSystem.IsWindows())
            return Path.Combine(variable("APPDATA") ?? Home(variable), "jupyter");
        if (OperatingSystem.IsMacOS())
            return Path.Combine(Home(variable), "Library", "Jupyter");
        return variable("XDG_DATA_HOME") is { Length: > 0 } data
            ? Path.Combine(data, "jupyter")
            : Path.Combine(Home(variable), ".local", "share", "jupyter");
    }

    /// <summary>The data folder below an installation's prefix.</summary>
    /// <param name="prefix">Such as <c>/usr/local</c>, or a virtual environment.</param>
    public static string OfPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    private static string Home(Func<string, string?> variable) =>
        variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
