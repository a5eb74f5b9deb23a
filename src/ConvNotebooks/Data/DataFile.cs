using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ConvNotebooks;

/// <summary>
/// A file of a data set, gzipped or not (its first two bytes tell), read from front to end. Offsets in errors count
/// unpacked bytes. Nothing is read or allocated beyond what the caller asks for, and a promise that the file cannot hold
/// is refused before it is allocated.
/// </summary>
internal sealed class DataFile : IDisposable
{
    // deflate can't pack better than 1032 to 1: 258 bytes in 2 bits.
    private const int BestPacking = 1032;
    private readonly string who;
    private readonly Stream file;
    private readonly Stream content;
    private readonly PublishedFile? published;
    private readonly IncrementalHash? hash;

    /// <summary>Opens a file.</summary>
    /// <param name="who">The reader, for errors.</param>
    /// <param name="path">The file.</param>
    /// <param name="published">What its content must hash to, if that is known; compared at the <see cref="End"/>.</param>
    public DataFile(string who, string path, PublishedFile? published = null)
        : this(who, Path.GetFileName(path), Open(who, path), published)
    {
    }

    public DataFile(string who, string name, Stream file, PublishedFile? published = null)
    {
        (this.who, Name, this.file, this.published) = (who, name, file, published);
        hash = published is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IsPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        content = IsPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public string Name { get; }

    public bool IsPacked { get; }

    /// <summary>Unpacked bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of the file itself.</summary>
    public long Length => file.Length;

    /// <summary>The next bytes, of a content that is <paramref name="total"/> bytes long in all.</summary>
    public byte[] Read(long count, long total)
    {
        var possible = IsPacked ? file.Length * BestPacking : file.Length;
        if (possible < total || count > Array.MaxLength)
            throw TooShort(IsPacked ? $"holds {file.Length:N0} packed bytes" : $"ends at byte {file.Length:N0}", total);
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var got = Guarded(() => content.Read(bytes, filled, bytes.Length - filled));
            if (got == 0)
                throw TooShort($"ends at byte {Position:N0}", total);
            filled += got;
            Position += got;
        }

        hash?.AppendData(bytes);
        return bytes;
    }

    /// <summary>Refuses bytes after the last one; checksums are compared here, a packed file's own and the published one.</summary>
    public void End()
    {
        var rest = new byte[1];
        if (Guarded(() => content.Read(rest, 0, 1)) != 0)
            throw Error($"goes on after byte {Position:N0}, where its header says it ends");
        if (IsPacked)
            CheckPackedLength();
        if (hash is not null && Convert.ToHexStringLower(hash.GetHashAndReset()) is var sha && sha != published!.Sha256)
            throw Error($"has content with SHA-256 {sha}, and the published file's is {published.Sha256}");
    }

    public DatasetFormatException Error(string problem, Exception? inner = null) =>
        new($"{who}: '{Name}' {problem}. Get the file again.", inner);

    public void Dispose()
    {
        hash?.Dispose();
        content.Dispose();
        file.Dispose();
    }

    /// <summary>GZipStream does not miss a checksum that was cut off: the last four bytes must be the length of the content.</summary>
    private void CheckPackedLength()
    {
        var length = new byte[4];
        file.Position = Math.Max(0, file.Length - 4);
        file.ReadExactly(length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != (uint)Position)
            throw Error($"is truncated gzip: its last bytes are not the length of its content, {Position:N0}");
    }

    private DatasetFormatException TooShort(string end, long total) => Error($"{end}, {total:N0} bytes were needed");

    private int Guarded(Func<int> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException damaged)
        {
            throw Error($"is damaged gzip after byte {Position:N0} of its content ({damaged.Message.TrimEnd('.')})", damaged);
        }
    }

    private static FileStream Open(string who, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? File.OpenRead(path)
            : throw new DatasetNotFoundException($"{who}: '{path}' is not there. Give the path of a file.", [path]);
    }
}
