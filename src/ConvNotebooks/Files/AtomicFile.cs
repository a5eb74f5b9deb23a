using System.Text;

namespace ConvNotebooks;

/// <summary>Writes a file whole or not at all: to a temporary name in the same folder, then moved into place.</summary>
public static class AtomicFile
{
    /// <summary>Replaces a file's content; its Unix permissions stay.</summary>
    /// <param name="path">The file; a link is followed, its target replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var link = new FileInfo(path).LinkTarget is not null;
        var target = Path.GetFullPath(link ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path);
        var temporary = $"{target}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

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

    /// <summary>Replaces a file's text, UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; a link is followed, its target replaced.</param>
    /// <param name="text">The new content, written as it is: line ends are not changed.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void WriteAllText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
