namespace ConvNotebooks;

/// <summary>The files of a run's folder. A folder is claimed whole, so that no run overwrites another.</summary>
internal sealed class RunFolder
{
    public const string RecordFile = "run.json", MetricsFile = "metrics.jsonl", LogFile = "log.txt", LockFile = "run.lock";
    public const string WeightsFolder = "weights", FiguresFolder = "figures";
    private const int MostOfOneName = 10_000;

    public RunFolder(string path) => Path = path;

    public string Path { get; }

    public string Record => File(RecordFile);

    public string Metrics => File(MetricsFile);

    public string Log => File(LogFile);

    /// <summary>Whether a process holds this run; the system releases the lock of one that is killed.</summary>
    public bool IsHeld
    {
        get
        {
            try
            {
                using var held = new FileStream(File(LockFile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                return false;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// Makes a folder for a new run: the name's own, or where that is taken, the first free of <c>name-2</c>, <c>name-3</c>, …
    /// It appears with its record in it; two processes that ask at once get two folders.
    /// </summary>
    public static RunFolder Claim(string parent, string name, RunRecord record, bool exactly)
    {
        var temporary = System.IO.Path.Combine(parent, $".{name}.{Guid.NewGuid().ToString("N")[..8]}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            RunRecordFile.Write(System.IO.Path.Combine(temporary, RecordFile), record);
            System.IO.File.WriteAllBytes(System.IO.Path.Combine(temporary, MetricsFile), []);
            for (var number = 1; number <= (exactly ? 1 : MostOfOneName); number++)
            {
                var path = System.IO.Path.Combine(parent, number == 1 ? name : $"{name}-{number}");
                if (TryMove(temporary, path))
                    return new(path);
            }

            if (exactly)
                throw new ExperimentException($"Experiment: '{System.IO.Path.Combine(parent, name)}' is there already, and no run overwrites another. Name another folder, or go on with the run that is there.");
            throw new ExperimentException($"Experiment: '{parent}' holds {MostOfOneName:N0} runs named {name}. Give this one another name.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException($"Experiment: no run can be begun in '{parent}' ({e.Message}). "
                + "Free space there, mend its permissions, or name another folder.", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Takes the lock that shows this run as running; released when the process ends, however it ends.</summary>
    public FileStream Hold()
    {
        try
        {
            return new(File(LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException(IsHeld
                ? $"Experiment: '{Path}' is being written by another process. Wait for its end, or stop it."
                : $"Experiment: '{Path}' cannot be written ({e.Message}). Free space or mend its permissions.", e);
        }
    }

    private static bool TryMove(string from, string to)
    {
        if (System.IO.File.Exists(to))
            return false;
        try
        {
            if (Directory.Exists(to))
            {
                if (Directory.EnumerateFileSystemEntries(to).Any())
                    return false;
                Directory.Delete(to); // An empty folder is nobody's run.
            }

            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Directory.Exists(to))
        {
            return false; // Another process was faster; a folder with files in it is never replaced.
        }
    }
}
