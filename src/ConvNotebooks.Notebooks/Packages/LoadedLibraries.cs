using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// The libraries of packages in this process. They go into the default context, beside the program's own, which stay what
/// they are: a second Formatter, or a second Newtonsoft.Json, would share nothing with the first.
/// </summary>
internal static class LoadedLibraries
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, string> Natives = new(StringComparer.OrdinalIgnoreCase);
    private static bool s_listening;

    /// <summary>The program's own assemblies: file by simple name.</summary>
    public static IReadOnlyDictionary<string, string> Own { get; } = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads an assembly, unless one of its name is loaded.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The assembly of that name; null when the file is no managed assembly.</returns>
    public static Assembly? Load(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        lock (Gate)
        {
            try
            {
                return AssemblyLoadContext.Default.Assemblies.FirstOrDefault(loaded => loaded.GetName().Name == name)
                    ?? (Own.ContainsKey(name)
                        ? AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name))
                        : AssemblyLoadContext.Default.LoadFromAssemblyPath(path));
            }
            catch (BadImageFormatException)
            {
                return null;
            }
        }
    }

    /// <summary>Has native libraries found by the name that code imports them by.</summary>
    /// <param name="paths">The files.</param>
    public static void AddNatives(IEnumerable<string> paths)
    {
        lock (Gate)
        {
            foreach (string path in paths)
                Natives.TryAdd(Path.GetFileName(path), path);
            if (s_listening || Natives.Count == 0)
                return;
            s_listening = true;
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => Find(name);
        }
    }

    private static nint Find(string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] files = [name, name + extension, $"lib{name}{extension}", $"lib{name}"];
        lock (Gate)
        {
            foreach (string file in files)
            {
                if (Natives.TryGetValue(file, out string? path) && NativeLibrary.TryLoad(path, out nint library))
                    return library;
            }
        }

        return 0;
    }
}
