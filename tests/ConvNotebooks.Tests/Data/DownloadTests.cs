using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;

namespace ConvNotebooks.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private readonly byte[] content = new byte[300_000];
    private readonly TemporaryFolder folder = new();
    private readonly LoopbackServer server;
    private readonly RemoteFile remote;
    private readonly string path;

    public DownloadTests()
    {
        new Random(4).NextBytes(content);
        server = new LoopbackServer(content);
        remote = Remote(server.Address, content);
        path = folder.File("file.bin");
    }

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_arrives_whole_and_tells_its_progress()
    {
        var progress = new Steps();
        await Download.File(remote, path, progress);
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal(new DownloadProgress("file.bin", 300_000, 300_000), progress.All[^1]);
        Assert.Equal(progress.All.OrderBy(step => step.Received), progress.All);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_asked_for()
    {
        folder.Write("file.bin", 1);
        await Download.File(remote, path);
        Assert.Empty(server.Ranges);
    }

    [Fact]
    public async Task After_a_break_a_second_call_asks_for_the_rest()
    {
        server.BreakAfter = 100_000;
        var progress = new Steps { After = (100_000, server.Break.SetResult) };
        var broken = await Assert.ThrowsAsync<DownloadException>(() => Download.File(remote, path, progress));
        var received = new FileInfo(path + ".part").Length;
        Assert.Equal(100_000, received);
        Assert.StartsWith($"Download: {server.Address} broke off after {received:N0} of 300,000 bytes (", broken.Message, StringComparison.Ordinal);
        Assert.EndsWith("). Call again to go on from there.", broken.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));

        await Download.File(remote, path);
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal(["", $"bytes={received}-"], server.Ranges);
    }

    [Fact]
    public async Task A_server_without_ranges_starts_again()
    {
        server.KnowsRanges = false;
        folder.Write("file.bin.part", 1, 2, 3);
        await Download.File(remote, path);
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_whole_part_is_checked_without_asking()
    {
        folder.Write("file.bin.part", content);
        await Download.File(remote, path);
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Empty(server.Ranges);
    }

    [Fact]
    public async Task Other_bytes_are_refused_and_deleted()
    {
        server.Content = [.. content];
        server.Content[200_000] ^= 1;
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download.File(remote, path));
        Assert.Equal($"Download: {server.Address} sent bytes with SHA-256 {Remote(server.Address, server.Content).Sha256}, and {remote.Sha256} was needed. "
            + "What came is deleted; call again, or get the file elsewhere.", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_server_that_sends_too_much_is_stopped()
    {
        server.Content = new byte[10_000_000];
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download.File(remote, path));
        Assert.Contains("sent more than the 300,000 bytes that were needed", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_refusal_is_passed_on()
    {
        server.Refusal = HttpStatusCode.NotFound;
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download.File(remote, path));
        Assert.Equal($"Download: {server.Address} answered 404 (Not Found), and 300,000 bytes were needed. Try later, or get the file elsewhere.", error.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        server.Dispose();
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download.File(remote, path));
        Assert.StartsWith($"Download: {server.Address} broke off after 0 of 300,000 bytes (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_left()
    {
        server.BreakAfter = 0;
        var error = await Assert.ThrowsAsync<DownloadException>(() => Download.File(remote, path, TimeSpan.FromMilliseconds(20)));
        Assert.Equal($"Download: {server.Address} broke off after 0 of 300,000 bytes (no bytes came for a while). Call again to go on from there.", error.Message);
    }

    [Fact]
    public async Task A_stopped_download_keeps_what_came()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Steps { After = (1, stop.Cancel) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Download.File(remote, path, progress, stop: stop.Token));
        Assert.InRange(new FileInfo(path + ".part").Length, 1, 300_000);
        await Download.File(remote, path);
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task An_archive_is_unpacked_and_deleted()
    {
        byte[][] records = [new byte[3074], new byte[2 * 3074]];
        server.Content = Pack(("cifar-100-binary/train.bin", records[0]), ("cifar-100-binary/fine_label_names.txt", [1]), ("cifar-100-binary/test.bin", records[1]));
        Archive.Unpack(folder.Write("a.tar.gz", server.Content), folder.Path, [new("train.bin", 3074, ""), new("test.bin", 2 * 3074, "")]);
        Assert.Equal(["test.bin", "train.bin"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(2 * 3074, new FileInfo(folder.File("test.bin")).Length);

        var whole = PublishedDataset.Cifar100 with { Downloads = [Remote(new(server.Address, "cifar-100-binary.tar.gz"), server.Content)] };
        var error = await Assert.ThrowsAsync<DatasetFormatException>(() => Datasets.Download(whole, folder.File("cifar100")));
        Assert.Equal("Archive: 'cifar-100-binary.tar.gz' holds no train.bin, test.bin of the published length. Delete it and download it again.", error.Message);
    }

    [Fact]
    public async Task A_data_set_is_downloaded_file_by_file_and_only_once()
    {
        var mnist = PublishedDataset.Mnist with
        {
            Downloads = [.. PublishedDataset.Mnist.Files.Select(file => Remote(new(server.Address, file.Name + ".gz"), content))],
        };
        Assert.Equal(folder.File("mnist"), await Datasets.Download(mnist, folder.File("mnist")));
        Assert.Equal(4, Directory.GetFiles(folder.File("mnist")).Length);
        await Datasets.Download(mnist, folder.File("mnist"));
        Assert.Equal(4, server.Ranges.Count);
    }

    [Fact]
    public void A_damaged_archive_is_named()
    {
        var packed = Pack(("train.bin", content));
        Assert.StartsWith("Archive: 'a.tar.gz' is damaged (train.bin ends after ", Assert.Throws<DatasetFormatException>(() =>
            Archive.Unpack(folder.Write("a.tar.gz", packed[..^9_000]), folder.Path, [new("train.bin", content.Length, "")])).Message, StringComparison.Ordinal);
        Assert.Equal(["a.tar.gz"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    private static RemoteFile Remote(Uri address, byte[] content) =>
        new(address, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static byte[] Pack(params (string Name, byte[] Content)[] members)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(packed, CompressionLevel.Fastest)))
        {
            foreach (var (name, content) in members)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return packed.ToArray();
    }

    private sealed class Steps : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> All { get; } = [];

        /// <summary>What to do once so many bytes are there.</summary>
        public (long Bytes, Action Do)? After { get; set; }

        public void Report(DownloadProgress value)
        {
            All.Add(value);
            if (After is var (bytes, what) && value.Received >= bytes)
            {
                After = null;
                what();
            }
        }
    }
}
