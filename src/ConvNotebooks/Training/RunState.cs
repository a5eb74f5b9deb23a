namespace ConvNotebooks;

/// <summary>Where a training run is between two steps, and its sums over the epoch.</summary>
internal sealed class RunState
{
    /// <summary>The epoch of the next step, from 0.</summary>
    internal int Epoch { get; private set; }

    /// <summary>The batch of the next step, from 0.</summary>
    internal int Batch { get; private set; }

    /// <summary>The losses of the epoch's images so far, added up.</summary>
    internal double LossSum { get; private set; }

    /// <summary>The epoch's images so far whose class was found.</summary>
    internal double Right { get; private set; }

    /// <summary>The epoch's images so far.</summary>
    internal double Images { get; private set; }

    /// <summary>The lowest loss of an epoch.</summary>
    internal double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>The epoch it was, from 1; 0 before the first.</summary>
    internal int BestEpoch { get; private set; }

    /// <summary>The loss of the run's first step.</summary>
    internal double? FirstLoss { get; set; }

    /// <summary>The checkpoint that was saved last.</summary>
    internal string? LastSaved { get; set; }

    internal void Count(double loss, int right, int images)
    {
        LossSum += loss * images;
        Right += right;
        Images += images;
        Batch++;
    }

    /// <summary>Goes to the next epoch; whether the one that ended is the best.</summary>
    internal bool EndEpoch(double loss)
    {
        (Epoch, Batch, LossSum, Right, Images) = (Epoch + 1, 0, 0, 0, 0);
        if (!(loss < BestLoss))
            return false;
        (BestLoss, BestEpoch) = (loss, Epoch);
        return true;
    }

    internal TrainingState ToTrainingState(Trainer trainer)
    {
        var figures = new Dictionary<string, double>
        {
            ["batch size"] = trainer.Batches.Size,
            ["epoch loss"] = LossSum,
            ["epoch right"] = Right,
            ["epoch images"] = Images,
            ["best loss"] = BestLoss,
            ["best epoch"] = BestEpoch,
        };
        if (FirstLoss is { } first)
            figures["first loss"] = first;
        return new()
        {
            Network = trainer.Network.Notation,
            Optimizer = trainer.Optimizer.GetType().Name,
            Hyperparameters = TrainingState.HyperparametersOf(trainer.Optimizer),
            Data = trainer.Batches.Data.Sha256,
            Seed = trainer.Batches.Seed,
            NetworkSeed = trainer.Network.Seed,
            Steps = trainer.Optimizer.Steps,
            Epoch = Epoch,
            Batch = Batch,
            Figures = figures,
        };
    }

    /// <summary>Takes up a saved run, if it is this trainer's.</summary>
    /// <exception cref="CheckpointException">It is another's.</exception>
    internal static RunState From(TrainingState saved, Trainer trainer, string folder)
    {
        Same("network", saved.Network, trainer.Network.Notation);
        Same("optimizer", saved.Optimizer, trainer.Optimizer.GetType().Name);
        Same("hyperparameters", Text(saved.Hyperparameters), Text(TrainingState.HyperparametersOf(trainer.Optimizer)));
        Same("training data with SHA-256", saved.Data, trainer.Batches.Data.Sha256);
        Same("network seed", $"{saved.NetworkSeed}", $"{trainer.Network.Seed}");
        Same("seed", $"{saved.Seed}", $"{trainer.Batches.Seed}");
        var figures = saved.Figures;
        Same("batch size", $"{figures.GetValueOrDefault("batch size")}", $"{trainer.Batches.Size}");
        if (saved.Batch > trainer.Batches.Count)
            throw Error($"is at batch {saved.Batch} of an epoch, and this run's epochs have {trainer.Batches.Count}");
        return new()
        {
            Epoch = saved.Epoch,
            Batch = saved.Batch,
            LossSum = figures.GetValueOrDefault("epoch loss"),
            Right = figures.GetValueOrDefault("epoch right"),
            Images = figures.GetValueOrDefault("epoch images"),
            BestLoss = figures.GetValueOrDefault("best loss", double.PositiveInfinity),
            BestEpoch = (int)figures.GetValueOrDefault("best epoch"),
            FirstLoss = figures.TryGetValue("first loss", out var first) ? first : null,
            LastSaved = folder,
        };

        void Same(string what, string was, string now)
        {
            if (was != now)
                throw Error($"is of the {what} {was}, and this run has {now}");
        }

        CheckpointException Error(string problem) =>
            new($"Trainer: the checkpoint '{folder}' {problem}. Resume with what it was saved with, or begin a new run.");
    }

    private static string Text(IReadOnlyDictionary<string, string> hyperparameters) =>
        string.Join(", ", hyperparameters.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key} {h.Value}"));
}
