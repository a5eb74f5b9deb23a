using System.CommandLine;

namespace ConvNotebooks.Cli.Training;

/// <summary><c>train</c>: trains a network on images, with progress, checkpoints and a final table.</summary>
internal sealed class TrainCommand
{
    private readonly RecipeArguments recipe = new();

    private readonly Option<int?> threads = ThreadsOption.Create();

    private readonly Option<string?> output = new("--out")
    {
        Description = "Where the run is logged (run.json, metrics.jsonl, weights) with its checkpoints last and best; nowhere when left out",
        HelpName = "folder",
    };

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on with the run in --out from its last checkpoint; its recipe counts, --epochs may be higher",
    };

    private readonly Option<WeightFiles?> weights = new("--weights")
    {
        Description = "Which epochs' weights are kept as files in --out: none (hashes alone), last, every [every]",
        HelpName = "which",
    };

    private readonly Option<bool> tensorBoard = new("--tensorboard") { Description = "Write a TensorBoard event file in --out while it trains" };

    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    public static Command Create(Screen screen)
    {
        var train = new TrainCommand();
        var command = new TeachingCommand("train", "Train a network on images: the same weights, bit by bit, on any machine.", """
            Examples:
              convnotebooks train --net "INPUT 8x8x1 -> CONV 16 3x3 p1 -> RELU -> POOL 2 -> FC 10" --data digits --epochs 20
              convnotebooks train --net lenet.net --data mnist --optimizer "sgd momentum=0.9" --lr 0.05 --schedule "cosine warmup=1" --out runs/a
              convnotebooks train --out runs/a --resume

            Optimizers:    sgd momentum= nesterov   adam beta1= beta2= epsilon=   adamw ...   rmsprop decay= epsilon=
            Schedules:     constant   step every= factor=   cosine final=     each with warmup= (every and warmup in epochs)
            Augmentations: flip probability=   crop pad=     several with commas: "crop pad=4, flip"
            Losses:        softmax   hinge margin=   mse
            Ctrl+C ends the run after a step, with a checkpoint to go on from. The last line is the SHA-256 of all weights.
            Exit codes: 0 trained   1 stopped, or the loss exploded   2 the recipe cannot be used
            """);
        foreach (Option option in (IEnumerable<Option>)[.. train.recipe.Options, train.threads, train.output, train.resume, train.weights, train.tensorBoard])
            command.Add(option);
        command.SetAction((arguments, cancellation) => Mistakes.WordAsync(() => train.RunAsync(arguments, screen, cancellation)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken cancellation)
    {
        RunFolder? folder = arguments.GetValue(output) is { } path ? new RunFolder(path) : null;
        bool resuming = arguments.GetValue(resume);
        if (resuming && folder is null)
            throw new MistakeException("--resume came without --out. Name the folder of the run to go on with.");
        if (!resuming && folder is { HoldsRun: true })
            throw new MistakeException($"{folder.Path}: there is a run in it already. Add --resume to go on with it, or name another folder.");

        TrainingRecipe wanted = resuming ? recipe.ReadFor(folder!, arguments) : recipe.Read(arguments);
        ThreadsOption.Apply(arguments.GetValue(threads));
        PreparedTraining run = wanted.Prepare(Interactive.ImageScaling.Read);
        if (resuming && folder!.HasCheckpoint)
            run.Trainer.Resume(folder.Last);
        var options = new ExperimentOptions { Weights = arguments.GetValue(weights) ?? WeightFiles.Every, TensorBoard = arguments.GetValue(tensorBoard) };
        using Experiment? log = folder is null ? null
            : resuming ? Experiment.Resume(folder.Path, run.Trainer.Optimizer.Steps, options, run.Recipe)
            : Experiment.Start(folder.Path, run.Recipe, options);
        folder?.Begin(run);
        return await Task.Run(() => new TrainingRun(run, folder, log, screen).Execute(cancellation), CancellationToken.None).ConfigureAwait(false);
    }
}
