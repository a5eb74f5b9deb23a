namespace ConvNotebooks;

/// <summary>Writes a file whole or not at all: to a temporary name in the same folder, then moved into place.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces a file's content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = $"{target}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
