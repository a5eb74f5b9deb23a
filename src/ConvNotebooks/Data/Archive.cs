using System.Formats.Tar;
using System.IO.Compression;

namespace ConvNotebooks;

/// <summary>A downloaded .tar.gz file that holds the files of a data set.</summary>
internal static class Archive
{
    /// <summary>Takes the published files out of an archive into a folder, whatever folder they have in it, and deletes the archive.</summary>
    /// <exception cref="DatasetFormatException">The archive is damaged or lacks one of the files.</exception>
    public static void Unpack(string archive, string folder, IReadOnlyList<PublishedFile> files)
    {
        var missing = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        try
        {
            using var packed = File.OpenRead(archive);
            using var tar = new TarReader(new GZipStream(packed, CompressionMode.Decompress));
            while (missing.Count > 0 && tar.GetNextEntry() is { } entry)
            {
                var file = files.FirstOrDefault(f => f.Name == Path.GetFileName(entry.Name) && f.Bytes == entry.Length);
                if (file is null || entry.DataStream is not { } content)
                    continue;
                AtomicFile.Write(Path.Combine(folder, file.Name), to =>
                {
                    content.CopyTo(to);
                    if (to.Position != file.Bytes)
                        throw new EndOfStreamException($"{file.Name} ends after {to.Position:N0} of {file.Bytes:N0} bytes");
                });
                missing.Remove(file.Name);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetFormatException(
                $"Archive: '{Path.GetFileName(archive)}' is damaged ({damaged.Message.TrimEnd('.')}). Delete it and download it again.", damaged);
        }

        if (missing.Count > 0)
        {
            throw new DatasetFormatException($"Archive: '{Path.GetFileName(archive)}' holds no {string.Join(", ", missing)} "
                + "of the published length. Delete it and download it again.");
        }

        File.Delete(archive);
    }
}
