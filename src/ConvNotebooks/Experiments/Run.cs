using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// A run's folder, read: the record, and every event up to the last whole line. A run that was killed is as readable as
/// one that ended; its <see cref="Status"/> says what it is.
/// </summary>
public sealed class Run
{
    private readonly RunFolder folder;

    private Run(RunFolder folder, RunRecord record, RunStatus status, IReadOnlyList<RunEvent> events, IReadOnlyList<string> problems) =>
        (this.folder, Record, Status, Events, Problems) = (folder, record, status, events, problems);

    /// <summary>The run's folder.</summary>
    public string Folder => folder.Path;

    /// <summary>The name of its folder, which tells runs of one name apart.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));

    /// <summary>What <c>run.json</c> says.</summary>
    public RunRecord Record { get; }

    /// <summary>How far it came: a run whose process is gone is unfinished.</summary>
    public RunStatus Status { get; }

    /// <summary>The events, in the order of the log.</summary>
    public IReadOnlyList<RunEvent> Events { get; }

    /// <summary>What in the folder could not be read, a sentence each; empty for nothing.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The names of everything that was logged over steps, in the order of their first values.</summary>
    public IReadOnlyList<string> SeriesNames => [.. Events.SelectMany(e => e.Values.Keys).Distinct()];

    /// <summary>The pictures in <c>figures</c>, by name: each one's file.</summary>
    public IReadOnlyDictionary<string, string> Figures => Directory.Exists(folder.File(RunFolder.FiguresFolder))
        ? Directory.GetFiles(folder.File(RunFolder.FiguresFolder), "*.png").Order(StringComparer.Ordinal)
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, f => f)
        : new Dictionary<string, string>();

    /// <summary>Reads a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="ExperimentException">The folder is none of a run, its record is damaged or of a later schema.</exception>
    public static Run Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = new RunFolder(folder);
        // The lock first: a run that ends between the two looks is read as ended.
        var held = files.IsHeld;
        var record = RunRecordFile.Read(files.Record);
        var problems = new List<string>();
        var events = ReadEvents(files, problems);
        var status = record.State == RunStatus.Running && !held ? RunStatus.Unfinished : record.State;
        return new(files, record, status, events, problems);
    }

    /// <summary>The runs in a folder and the folders below it, by when they began, then by name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">Told of each that cannot be read; nobody is when left out.</param>
    /// <exception cref="ExperimentException">There is no such folder.</exception>
    public static IReadOnlyList<Run> In(string folder, ICollection<string>? problems = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new ExperimentException($"Run: there is no folder '{folder}'. Name the folder that runs were logged to.");
        var runs = new List<Run>();
        foreach (var file in Directory.EnumerateFiles(folder, RunFolder.RecordFile, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetDirectoryName(file)!;
            if (Path.GetFileName(path).StartsWith('.'))
                continue; // A folder that is being claimed.
            try
            {
                runs.Add(Open(path));
            }
            catch (ExperimentException e)
            {
                problems?.Add(e.Message);
            }
        }

        return [.. runs.OrderBy(r => r.Record.Started).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <summary>One number over the steps.</summary>
    /// <param name="name">One of <see cref="SeriesNames"/>: <c>step/loss</c>, <c>validation/accuracy</c>; others give an empty series.</param>
    public IReadOnlyList<SeriesPoint> Series(string name) =>
        [.. from e in Events where e.Values.ContainsKey(name) select new SeriesPoint(e.Step ?? 0, e.Epoch, e.Values[name])];

    /// <summary>The numbers of an epoch, by name.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public IReadOnlyDictionary<string, double>? Epoch(int epoch) => Events.FirstOrDefault(e => e.Kind == "epoch" && e.Epoch == epoch)?.Values;

    /// <summary>The path of a file in the folder.</summary>
    internal string File(string name) => folder.File(name);

    /// <summary>Name, state and results in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: {Status.ToString().ToLowerInvariant()}{string.Concat(Record.Results.Select(r => $", {r.Key} {r.Value:0.####}"))}");

    private static List<RunEvent> ReadEvents(RunFolder files, List<string> problems)
    {
        var events = new List<RunEvent>();
        byte[] text;
        try
        {
            using var file = new FileStream(files.Metrics, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            text = new byte[file.Length];
            text = text[..file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"Run: '{files.Metrics}' cannot be read ({e.Message}); there are no curves. Take it from a backup or from git.");
            return events;
        }

        var number = 0;
        for (int from = 0, to; from < text.Length; from = to + 1)
        {
            number++;
            to = text.AsSpan(from).IndexOf((byte)'\n') is var length and >= 0 ? from + length : text.Length;
            if (RunEvent.Read(text.AsMemory(from, to - from)) is { } read)
            {
                // A run that went on from a checkpoint does the steps after it again.
                if (read is { Kind: "resume", Step: { } step })
                    events.RemoveAll(e => e.Step > step);
                events.Add(read);
            }
            else if (to == text.Length)
                problems.Add($"Run: the last line of '{files.Metrics}' ({number}) was cut off while it was written, and is left out.");
            else
                problems.Add($"Run: line {number} of '{files.Metrics}' is no event, and is left out. It may have been edited by hand; take the file from a backup or from git.");
        }

        return events;
    }
}

/// <summary>A number at a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Epoch">The epoch, from 1; null where none was logged.</param>
/// <param name="Value">The number.</param>
public readonly record struct SeriesPoint(long Step, int? Epoch, double Value);
