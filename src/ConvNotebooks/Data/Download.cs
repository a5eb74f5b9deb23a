using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace ConvNotebooks;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes that are here, those of an earlier call among them.</param>
/// <param name="Total">Bytes of the whole file.</param>
public readonly record struct DownloadProgress(string File, long Received, long Total);

/// <summary>
/// Downloads one file: to its name with .part at the end, going on where an earlier call stopped; moved into place when its
/// length and SHA-256 are the published ones.
/// </summary>
public static class Download
{
    private const int BlockBytes = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Downloads a file, unless it is there already.</summary>
    /// <param name="remote">The file on its server.</param>
    /// <param name="path">Where to put it; its folder must exist.</param>
    /// <param name="progress">Told about every block that arrives.</param>
    /// <param name="client">What asks the server; one of its own when left out.</param>
    /// <param name="stop">Stops it; a later call goes on from where this one stopped.</param>
    /// <exception cref="DownloadException">The server refused, broke off, was silent for a minute, or sent other bytes than the
    /// published ones.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Task File(RemoteFile remote, string path, IProgress<DownloadProgress>? progress = null,
        HttpClient? client = null, CancellationToken stop = default) => File(remote, path, Patience, progress, client, stop);

    internal static async Task File(RemoteFile remote, string path, TimeSpan patience, IProgress<DownloadProgress>? progress = null,
        HttpClient? client = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (System.IO.File.Exists(path))
            return;
        using var own = client is null ? new HttpClient { Timeout = Timeout.InfiniteTimeSpan } : null;
        var part = path + ".part";
        try
        {
            await Receive(remote, part, patience, progress, client ?? own!, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException silence) when (!stop.IsCancellationRequested)
        {
            throw Broken(remote, part, new TimeoutException("no bytes came for a while", silence));
        }
        catch (Exception network) when (network is HttpRequestException or HttpIOException or IOException and not DownloadException)
        {
            throw Broken(remote, part, network);
        }

        await Verify(remote, part, stop).ConfigureAwait(false);
        System.IO.File.Move(part, path, overwrite: true);
    }

    private static async Task Receive(RemoteFile remote, string part, TimeSpan patience, IProgress<DownloadProgress>? progress,
        HttpClient client, CancellationToken stop)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        silence.CancelAfter(patience);
        await using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (file.Length > remote.Bytes)
            file.SetLength(0);
        if (file.Length == remote.Bytes)
            return;
        using var request = new HttpRequestMessage(HttpMethod.Get, remote.Address);
        if (file.Length > 0)
            request.Headers.Range = new RangeHeaderValue(file.Length, null);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new DownloadException($"Download: {remote.Address} answered {(int)response.StatusCode} ({response.ReasonPhrase}), "
                + $"and {remote.Bytes:N0} bytes were needed. Try later, or get the file elsewhere.");
        }

        // A server that does not know ranges, or answers another one, sends the file from its start.
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == file.Length;
        if (!goesOn && response.StatusCode == HttpStatusCode.PartialContent)
        {
            throw new DownloadException($"Download: {remote.Address} sent the range {response.Content.Headers.ContentRange}, and bytes from "
                + $"{file.Length:N0} were needed. Delete '{part}' and call again.");
        }

        if (!goesOn)
            file.SetLength(0);
        file.Seek(0, SeekOrigin.End);
        await using var content = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        var block = new byte[BlockBytes];
        int got;
        while (file.Position <= remote.Bytes && (got = await content.ReadAsync(block, silence.Token).ConfigureAwait(false)) > 0)
        {
            silence.CancelAfter(patience);
            await file.WriteAsync(block.AsMemory(0, got), stop).ConfigureAwait(false);
            progress?.Report(new(remote.Name, file.Position, remote.Bytes));
        }
    }

    private static async Task Verify(RemoteFile remote, string part, CancellationToken stop)
    {
        var length = new FileInfo(part).Length;
        if (length < remote.Bytes)
            throw Broken(remote, part, null);
        string sha;
        await using (var file = System.IO.File.OpenRead(part))
            sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop).ConfigureAwait(false));
        if (length == remote.Bytes && sha == remote.Sha256)
            return;
        System.IO.File.Delete(part);
        throw new DownloadException(length == remote.Bytes
            ? $"Download: {remote.Address} sent bytes with SHA-256 {sha}, and {remote.Sha256} was needed. What came is deleted; call again, or get the file elsewhere."
            : $"Download: {remote.Address} sent more than the {remote.Bytes:N0} bytes that were needed. What came is deleted; get the file elsewhere.");
    }

    private static DownloadException Broken(RemoteFile remote, string part, Exception? network)
    {
        var length = System.IO.File.Exists(part) ? new FileInfo(part).Length : 0;
        return new($"Download: {remote.Address} broke off after {length:N0} of {remote.Bytes:N0} bytes"
            + $"{(network is null ? "" : $" ({network.Message.TrimEnd('.')})")}. Call again to go on from there.", network);
    }
}
