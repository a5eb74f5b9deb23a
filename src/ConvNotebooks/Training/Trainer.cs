namespace ConvNotebooks;

/// <summary>
/// Trains a network: epochs of minibatches, each a forward half, the loss, a backward half and a step of the optimizer, with
/// validation, early stopping and checkpoints. The same network, seed and data give the same weights, bit by bit, at any number
/// of threads and vector width, with prefetching or without, and across a resume.
/// </summary>
/// <example>
/// <code>
/// var (train, test) = Datasets.Digits();
/// var history = new Trainer(net, new Batches(train, 32), new SoftmaxCrossEntropy(), new Adam(0.001))
/// {
///     Epochs = 10,
///     Validation = new Batches(test, 100),
///     OnEpoch = Console.WriteLine,
/// }.Run();
/// </code>
/// </example>
public sealed class Trainer
{
    private const double Exploded = 1e4;
    private readonly Dictionary<int, TrainingPass> passes = [];
    private RunState state = new();
    private string? resumedFrom;
    private bool started;
    private Experiment? log;

    /// <summary>Prepares a run.</summary>
    /// <param name="network">The network, ending in one score for each class; its weights are changed.</param>
    /// <param name="batches">The images to learn from.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer, before its first step.</param>
    /// <exception cref="ShapeException">The images or their classes do not fit the network.</exception>
    public Trainer(Network network, Batches batches, Loss loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (batches.Shape != network.InputShape)
        {
            throw new ShapeException($"Trainer: images of {batches.Shape} come, and the network begins with {network.InputShape}. "
                + $"Begin it with INPUT {batches.Shape.Width}x{batches.Shape.Height}x{batches.Shape.Depth}, or crop the images.");
        }

        if (network.OutputShape != new Shape(1, 1, batches.Data.Classes.Count))
        {
            throw new ShapeException($"Trainer: the network ends with {network.OutputShape}, and {batches.Data.Name} has {batches.Data.Classes.Count} classes. "
                + $"End it with FC {batches.Data.Classes.Count}.");
        }

        (Network, Batches, Loss, Optimizer) = (network, batches, loss, optimizer);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The images to learn from.</summary>
    public Batches Batches { get; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Epochs in all, those before a resume among them.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images to validate with after every epoch; none when left out.</summary>
    public Batches? Validation { get; init; }

    /// <summary>After how many epochs without a better one to stop; never when left out.</summary>
    public int? Patience { get; init; }

    /// <summary>What large weights cost; nothing when left out.</summary>
    public Penalty? Penalty { get; init; }

    /// <summary>The largest norm of all gradients together; see <see cref="GradientClipping.ByNorm"/>.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Whether the network ends with the weights of its best epoch instead of the last.</summary>
    public bool KeepBest { get; init; }

    /// <summary>
    /// Where checkpoints go, <c>last</c> after every epoch and when cancelled, <c>best</c> after every epoch that is; none when
    /// left out.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Called in every step between the backward half and the optimizer's step, with all activations and gradients (penalty added,
    /// clipped) and the number of the step, from 1.
    /// </summary>
    public Action<TrainingPass, long>? OnBackward { get; set; }

    /// <summary>Called after every step.</summary>
    public Action<StepReport>? OnStep { get; set; }

    /// <summary>Called after every epoch.</summary>
    public Action<EpochReport>? OnEpoch { get; set; }

    /// <summary>Where the run is logged; when left out, the experiment that is open when <see cref="Run"/> is called, if any.</summary>
    public Experiment? Experiment { get; init; }

    /// <summary>Whether an open experiment logs the run; a run that only verifies another is not.</summary>
    internal bool IsLogged { get; set; } = true;

    /// <summary>Goes on from a checkpoint that this run's like has saved; call before <see cref="Run"/>.</summary>
    /// <param name="folder">The checkpoint's folder: <c>runs/x/last</c>.</param>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of another network, optimizer, seed or data.</exception>
    /// <exception cref="InvalidOperationException">The run has begun.</exception>
    public void Resume(string folder)
    {
        if (started)
            throw new InvalidOperationException("Trainer: the run has begun, and a checkpoint is what it begins from. Make a trainer for the resumed run.");
        var checkpoint = Checkpoint.Load(folder);
        state = RunState.From(checkpoint.State, this, folder);
        resumedFrom = folder;
        NetworkWeights.Set(Network, checkpoint.Weights, folder);
        Optimizer.Restore(checkpoint.State.Steps, Network.LearnedTensors(), checkpoint.OptimizerState);
    }

    /// <summary>Trains until the epochs are done, nothing gets better, or it is cancelled.</summary>
    /// <param name="cancellation">Ends the run between two steps; the step that was begun is finished and saved.</param>
    /// <returns>The run, epoch by epoch.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not a number, or ten thousand times the first.</exception>
    /// <exception cref="IOException">A checkpoint cannot be saved.</exception>
    public TrainingHistory Run(CancellationToken cancellation = default)
    {
        log = IsLogged ? Experiment ?? Experiment.Current : null;
        log?.Begin(this);
        try
        {
            return Train(cancellation);
        }
        catch (TrainingDivergedException diverged)
        {
            log?.Fail(diverged.Message);
            throw;
        }
    }

    private TrainingHistory Train(CancellationToken cancellation)
    {
        started = true;
        var epochs = new List<EpochReport>();
        var best = KeepBest ? new WeightSnapshot(Network) : null;
        var reason = StopReason.Finished;
        while (state.Epoch < Epochs)
        {
            if (Patience is { } patience && state.Epoch - state.BestEpoch >= patience)
            {
                reason = StopReason.EarlyStop;
                break;
            }

            if (!TrainEpoch(cancellation))
            {
                Save("last");
                reason = StopReason.Cancelled;
                break;
            }

            var report = EndEpoch();
            epochs.Add(report);
            if (report.IsBest)
            {
                best?.Take();
                Save("best");
            }

            Save("last");
            log?.Epoch(report, Network);
            OnEpoch?.Invoke(report);
        }

        if (epochs.Exists(e => e.IsBest))
            best?.Restore();
        else if (KeepBest && resumedFrom is not null && reason != StopReason.Cancelled)
            TakeEarlierBest(resumedFrom);
        return new(epochs, Optimizer.Steps, reason, NetworkWeights.Hash(Network));
    }

    /// <summary>The best epoch was before the resume: its weights are beside the checkpoint that the run went on from.</summary>
    private void TakeEarlierBest(string folder)
    {
        var best = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!, "best");
        if (Directory.Exists(best))
            NetworkWeights.Set(Network, Checkpoint.Load(best).Weights, best);
    }

    /// <summary>The steps of one epoch, or what is left of it; false when cancelled before its end.</summary>
    private bool TrainEpoch(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return false;
        foreach (var batch in Batches.Epoch(state.Epoch, state.Batch))
        {
            Step(batch);
            if (cancellation.IsCancellationRequested && state.Batch < Batches.Count)
                return false;
        }

        return true;
    }

    private void Step(Batch batch)
    {
        if (!passes.TryGetValue(batch.Count, out var pass))
            passes.Add(batch.Count, pass = new TrainingPass(Network, batch.Count));
        var rate = Optimizer.NextRate;
        pass.Forward(batch.Images, Optimizer.Steps);
        var loss = Loss.Forward(pass.Output, batch.Labels, pass.OutputGradient);
        state.FirstLoss ??= loss;
        if (!double.IsFinite(loss) || loss > Exploded * Math.Max(1, state.FirstLoss.Value))
            throw TrainingDivergedException.Find(pass, Optimizer.Steps + 1, loss, rate, state.LastSaved);

        pass.Backward();
        for (var i = 0; Penalty is not null && i < pass.Learned.Count; i++)
        {
            if (pass.Learned[i].Decays)
                loss += Penalty.Forward(pass.Learned[i].Value, pass.Learned[i].Gradient);
        }

        double? norm = ClipNorm is { } limit ? GradientClipping.ByNorm(pass.Learned, limit) : null;
        OnBackward?.Invoke(pass, Optimizer.Steps + 1);
        Optimizer.Step(pass.Learned);
        var right = Scores.Right(pass.Output, batch.Labels);
        state.Count(loss, right, batch.Count);
        var report = new StepReport(Optimizer.Steps, state.Epoch + 1, state.Batch, Batches.Count, loss, (double)right / batch.Count, rate, norm);
        log?.Step(report);
        OnStep?.Invoke(report);
    }

    private EpochReport EndEpoch()
    {
        var validation = Validation is null ? null : Evaluation.Of(Network, Validation, Loss);
        var (loss, accuracy) = (state.LossSum / state.Images, state.Right / state.Images);
        var isBest = state.EndEpoch(validation?.Loss ?? loss);
        return new(state.Epoch, Optimizer.Steps, loss, accuracy, validation, isBest);
    }

    private void Save(string name)
    {
        if (Folder is null)
            return;
        var folder = Path.Combine(Folder, name);
        new Checkpoint(state.ToTrainingState(this), NetworkWeights.Of(Network), Optimizer.State).Save(folder);
        state.LastSaved = folder;
    }
}
