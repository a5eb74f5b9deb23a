using System.CommandLine;

namespace ConvNotebooks.Cli.Training;

/// <summary><c>evaluate</c>: how well the network of a training run does on the test images.</summary>
internal sealed class EvaluateCommand
{
    private readonly Argument<string> run = new("run") { Description = "The --out folder of a training run" };

    private readonly Option<string?> checkpoint = new("--checkpoint")
    {
        Description = "last or best; the one that the run ends with when left out",
        HelpName = "name",
    };

    private readonly Option<bool> onTraining = new("--train") { Description = "Evaluate on the training images instead" };
    private readonly Option<bool> confusion = new("--confusion") { Description = "Print which classes were taken for which, all of them" };
    private readonly Option<int?> threads = ThreadsOption.Create();

    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    public static Command Create(Screen screen)
    {
        var evaluate = new EvaluateCommand();
        var command = new TeachingCommand("evaluate", "Evaluate the network of a training run: loss, accuracy, top 5, and each class.", """
            Examples:
              convnotebooks evaluate runs/a
              convnotebooks evaluate runs/a --checkpoint best --confusion
            """)
        {
            evaluate.run, evaluate.checkpoint, evaluate.onTraining, evaluate.confusion, evaluate.threads,
        };
        command.SetAction((arguments, cancellation) => Mistakes.WordAsync(() =>
            Task.Run(() => evaluate.Run(arguments, screen, cancellation), CancellationToken.None)));
        return command;
    }

    private int Run(ParseResult arguments, Screen screen, CancellationToken cancellation)
    {
        var folder = new RunFolder(arguments.GetRequiredValue(run));
        TrainingRecipe recipe = folder.Recipe();
        ThreadsOption.Apply(arguments.GetValue(threads));
        string saved = (arguments.GetValue(checkpoint) ?? (recipe.KeepBest ? "best" : "last")) switch
        {
            "last" => folder.Last,
            "best" => folder.Best,
            var other => throw new MistakeException($"--checkpoint: \"{other}\" came; it takes last or best."),
        };
        Checkpoint weights = Checkpoint.Load(saved);
        PreparedTraining prepared = recipe.Prepare(Interactive.ImageScaling.Read);
        NetworkWeights.Set(prepared.Network, weights.Weights, saved);
        Batches batches = arguments.GetValue(onTraining) ? prepared.Judge(prepared.Train) : prepared.Test;
        Evaluation evaluation = Evaluation.Of(prepared.Network, batches, prepared.Trainer.Loss, cancellation);
        EvaluationTable.Write(screen, batches.Data, evaluation);
        if (arguments.GetValue(confusion))
            EvaluationTable.WriteConfusion(screen, evaluation.Confusion);
        screen.Output.WriteLine($"weights sha256 {NetworkWeights.Hash(prepared.Network)}");
        return ExitCode.Ok;
    }
}
