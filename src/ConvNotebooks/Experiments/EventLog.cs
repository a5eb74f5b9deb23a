using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// Appends events to <c>metrics.jsonl</c>, each line with one write that has reached the system when the call returns, so
/// that a killed process loses at most the line being written. A line that cannot be written (a full disk) stays in memory
/// and is tried again with the next; the file never keeps a part of a line.
/// </summary>
internal sealed class EventLog(Stream file) : IDisposable
{
    private readonly ArrayBufferWriter<byte> waiting = new(1024);
    private readonly Utf8JsonWriter json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private long written = file.Length;

    /// <summary>Why the last write failed; null when everything is written.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Lines that wait to be written.</summary>
    public int Waiting { get; private set; }

    /// <summary>Opens a run's log for appending; other processes may read it meanwhile.</summary>
    public static EventLog Open(string path) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));

    /// <summary>Takes a part of a line at the end away, which a killed process may have left.</summary>
    public static void Trim(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var text = new byte[file.Length];
        file.ReadExactly(text);
        file.SetLength(text.AsSpan().LastIndexOf((byte)'\n') + 1);
    }

    public void Write(string kind, double seconds, long? step = null, int? epoch = null,
        ReadOnlySpan<(string Name, double Value)> values = default, ReadOnlySpan<(string Name, string Text)> texts = default)
    {
        json.Reset(waiting);
        RunEvent.Write(json, kind, seconds, step, epoch, values, texts);
        json.Flush();
        waiting.Write("\n"u8);
        Waiting++;
        Flush();
    }

    /// <summary>Tries to write what waits.</summary>
    public void Flush()
    {
        try
        {
            if (Problem is not null)
                Truncate();
            file.Write(waiting.WrittenSpan);
            file.Flush();
            written += waiting.WrittenCount;
            waiting.ResetWrittenCount();
            (Waiting, Problem) = (0, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = e;
            Retract();
        }
    }

    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
    }

    /// <summary>Takes the part of a line back that a failed write has left.</summary>
    private void Retract()
    {
        try
        {
            Truncate();
        }
        catch (IOException)
        {
            // The next write tries again.
        }
    }

    private void Truncate()
    {
        file.SetLength(written);
        file.Position = written;
    }
}
