using System.Runtime.CompilerServices;

namespace ConvNotebooks.Interactive.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    private static string Here([CallerFilePath] string file = "") => file;
}
