using System.Globalization;

namespace ConvNotebooks;

/// <summary>How a run's files are written: at once, or, where that fails, with the next one that can be.</summary>
public sealed partial class Experiment
{
    private readonly OrderedDictionary<string, Action> unwritten = [];
    private Exception? fileProblem;
    private int lines;

    /// <summary>Why something could not be written and waits; null when everything is.</summary>
    public string? Problem
    {
        get
        {
            lock (gate)
            {
                return (log.Problem ?? fileProblem) is { } e
                    ? $"Experiment: '{Folder}' cannot be written ({e.Message}); {log.Waiting} events and {unwritten.Count} files wait in memory. "
                        + "Free space or mend its permissions: they are written with the next one."
                    : null;
            }
        }
    }

    private Experiment Change(Func<RunRecord, RunRecord> change)
    {
        lock (gate)
        {
            if (ended)
                throw new InvalidOperationException($"Experiment: the run '{Name}' has ended, and its record is closed. Begin another with Experiment.Start.");
            Record = change(Record) with { Seconds = Math.Round(Seconds, 6) };
            Try(folder.Record, () => RunRecordFile.Write(folder.Record, Record));
            return this;
        }
    }

    private Experiment Write(string kind, long? step, int? epoch,
        ReadOnlySpan<(string Name, double Value)> values, ReadOnlySpan<(string Name, string Text)> texts = default)
    {
        lock (gate)
        {
            if (ended)
                throw new InvalidOperationException($"Experiment: the run '{Name}' has ended, and its log is closed. Begin another with Experiment.Start.");
            log.Write(kind, Seconds, step, epoch, values, texts);
            tensorBoard?.Scalars(Seconds, step ?? 0, values);
            return this;
        }
    }

    private void Keep(string file, Action<Stream> write) => Try(file, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
        AtomicFile.Write(folder.File(file), write);
    });

    private void Line(string text)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Seconds,10:0.000}  {text.ReplaceLineEndings(" ")}\n");
        Try($"line {lines++}", () => File.AppendAllText(folder.Log, line));
    }

    /// <summary>Writes a file, and those that could not be written before it; what fails waits for the next.</summary>
    private void Try(string file, Action write)
    {
        lock (gate)
        {
            unwritten[file] = write;
            fileProblem = null;
            foreach (var (name, action) in unwritten.ToArray())
            {
                try
                {
                    action();
                    unwritten.Remove(name);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    fileProblem = e;
                }
            }
        }
    }
}
