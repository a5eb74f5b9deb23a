using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// A run that is being logged: parameters, metrics, figures, the network and its weights go into a folder that people, git
/// and other tools can read, as they come. A trainer logs into the experiment that is open without a further line.
/// </summary>
/// <remarks>
/// No run overwrites another: where the name is taken, the folder is <c>name-2</c>, <c>name-3</c>, … A logging call never
/// ends a training run: what cannot be written waits in memory, <see cref="Problem"/> says why, and <see cref="Finish"/>
/// throws when it still cannot. All members can be called from several threads.
/// </remarks>
/// <example>
/// <code>
/// using var run = Experiment.Start("lenet", seed: 231);
/// run.Parameter("rate", 0.01).Network(net);
/// trainer.Run();
/// </code>
/// </example>
public sealed partial class Experiment : IDisposable
{
    private static readonly Lock OpenGate = new();
    private static readonly List<Experiment> Open = [];
    private static readonly AsyncLocal<Experiment?> Here = new();

    private readonly Lock gate = new();
    private readonly ExperimentOptions options;
    private readonly RunFolder folder;
    private readonly EventLog log;
    private readonly FileStream held;
    private readonly long began;
    private readonly double before;
    private bool ended;

    private Experiment(RunRecord record, RunFolder folder, ExperimentOptions options, FileStream held)
    {
        (Record, this.folder, this.options, this.held, before) = (record, folder, options, held, record.Seconds);
        began = options.Time.GetTimestamp();
        log = EventLog.Open(folder.Metrics);
        if (options.TensorBoard)
            tensorBoard = TensorBoardFile.Create(folder.Path, record.Started, append: before > 0);
        Here.Value = this;
        lock (OpenGate)
            Open.Add(this);
    }

    /// <summary>
    /// What trainers log into: the open experiment that this flow of control has begun; else the one of the process that was
    /// begun last, as in a notebook, whose cells are flows of their own; null when none is open.
    /// </summary>
    public static Experiment? Current
    {
        get
        {
            lock (OpenGate)
                return Here.Value is { ended: false } own ? own : Open.Count == 0 ? null : Open[^1];
        }
    }

    /// <summary>The record as it stands now.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>The name that it was given.</summary>
    public string Name => Record.Name;

    /// <summary>The seed.</summary>
    public ulong Seed => Record.Seed;

    /// <summary>The run's folder.</summary>
    public string Folder => folder.Path;

    /// <summary>Begins a run.</summary>
    /// <param name="name">Its name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="seed">The seed of everything random, for the record.</param>
    /// <param name="options">Where it goes and what it keeps.</param>
    /// <exception cref="ArgumentException">The name has other characters.</exception>
    /// <exception cref="ExperimentException">Its folder cannot be made.</exception>
    public static Experiment Start(string name, ulong seed = ConvNotebooks.Network.DefaultSeed, ExperimentOptions? options = null) =>
        Start(Checked(name), seed, null, options ?? new(), exactly: false);

    /// <summary>Begins a run that a recipe can repeat; <see cref="RunVerification"/> does.</summary>
    /// <param name="folder">The run's own folder, which must not be there yet.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="options">What it keeps; where it goes is told by <paramref name="folder"/>.</param>
    /// <exception cref="ExperimentException">The folder is there already, or cannot be made.</exception>
    public static Experiment Start(string folder, TrainingRecipe recipe, ExperimentOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(recipe);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Start(Path.GetFileName(path), recipe.Seed, RecipeHash.Element(recipe),
            (options ?? new()) with { Folder = Path.GetDirectoryName(path)! }, exactly: true);
    }

    /// <summary>Goes on with a run that was stopped or killed, from the step of its checkpoint: what was logged after it does not count.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="step">Steps done until the checkpoint.</param>
    /// <param name="options">What it keeps.</param>
    /// <param name="recipe">The recipe that counts from now on, of more epochs perhaps; the run's own when left out.</param>
    /// <exception cref="ExperimentException">The folder is none of a run, or another process writes it.</exception>
    public static Experiment Resume(string folder, long step, ExperimentOptions? options = null, TrainingRecipe? recipe = null)
    {
        var files = new RunFolder(folder);
        var held = files.Hold();
        try
        {
            var run = Run.Open(folder);
            EventLog.Trim(files.Metrics);
            var record = run.Record with
            {
                State = RunStatus.Running,
                Problem = null,
                Recipe = recipe is null ? run.Record.Recipe : RecipeHash.Element(recipe),
                Seconds = Math.Max(run.Record.Seconds, run.Events.Count == 0 ? 0 : run.Events[^1].Seconds),
                Weights = [.. run.Record.Weights.Where(w => w.Step <= step)],
            };
            var experiment = new Experiment(record, files, options ?? new(), held);
            experiment.Line("goes on");
            experiment.Write("resume", step, null, [], Fingerprint(record));
            return experiment.Change(r => r);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static Experiment Start(string name, ulong seed, JsonElement? recipe, ExperimentOptions options, bool exactly)
    {
        var record = new RunRecord
        {
            Schema = RunRecord.CurrentSchema,
            Name = name,
            State = RunStatus.Running,
            Started = options.Time.GetUtcNow(),
            Seed = seed,
            Recipe = recipe,
            Environment = EnvironmentRecord.Here(),
        };
        var folder = RunFolder.Claim(options.Folder, name, record, exactly);
        var experiment = new Experiment(record, folder, options, folder.Hold());
        experiment.Line("begins");
        return experiment.Write("start", null, null, [], [("name", name), .. Fingerprint(record)]);
    }

    /// <summary>Ends the run; a second call does nothing.</summary>
    /// <exception cref="ExperimentException">Something still cannot be written; the message says what.</exception>
    public void Finish() => End(RunStatus.Finished, null);

    /// <summary>Ends the run as one that failed; a second call does nothing.</summary>
    /// <param name="problem">What went wrong.</param>
    /// <exception cref="ExperimentException">Something still cannot be written; the message says what.</exception>
    public void Fail(string problem) => End(RunStatus.Failed, problem);

    /// <summary>Ends the run; see <see cref="Finish"/>.</summary>
    public void Dispose() => Finish();

    /// <summary>Ends the run as one that was told to stop; a second call does nothing.</summary>
    /// <exception cref="ExperimentException">Something still cannot be written; the message says what.</exception>
    public void Cancel() => End(RunStatus.Cancelled, null);

    private double Seconds => before + options.Time.GetElapsedTime(began).TotalSeconds;

    private void End(RunStatus status, string? problem)
    {
        lock (gate)
        {
            if (ended)
                return;
            Line(problem is null ? $"{status}" : $"{status}: {problem}");
            Write("end", null, null, [], problem is null ? [("state", $"{status}")] : [("state", $"{status}"), ("problem", problem)]);
            Change(r => r with { State = status, Problem = problem });
            ended = true;
            if (Problem is null)
                Try("DVC's files", () => DvcFiles.Write(Run.Open(Folder)));
            var left = Problem;
            log.Dispose();
            tensorBoard?.Dispose();
            held.Dispose();
            lock (OpenGate)
                Open.Remove(this);
            if (left is not null)
                throw new ExperimentException(left);
        }
    }

    /// <summary>The hash of what the run repeats from, in the log, so that an edited record is noticed.</summary>
    private static (string Name, string Text)[] Fingerprint(RunRecord record) =>
        record.Recipe is { } recipe ? [("recipe", RecipeHash.Of(recipe))] : [];

    private static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > 100 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException($"Experiment: '{name}' came as a name, and names have up to 100 letters, digits, - _ and ., a dot not first. "
                + "It becomes the name of a folder or file.", nameof(name));
        }

        return name;
    }
}
