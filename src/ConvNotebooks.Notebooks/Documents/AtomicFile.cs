using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>Writes a file whole or not at all: to a temporary name in the same folder, then moved into place.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Replaces a file's text (UTF-8 without a byte order mark); its Unix permissions stay.</summary>
    /// <param name="path">The file; a link is followed, its target replaced.</param>
    /// <param name="text">The new content, written as it is: line ends are not changed.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void WriteAllText(string path, string text)
    {
        bool link = new FileInfo(path).LinkTarget is not null;
        string target = Path.GetFullPath(link ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path);
        string temporary = $"{target}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        try
        {
            File.WriteAllText(temporary, text, Utf8);
            if (File.Exists(target) && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
