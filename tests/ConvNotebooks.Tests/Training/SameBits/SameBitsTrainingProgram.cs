using System.Globalization;

namespace ConvNotebooks.Tests.Training.SameBits;

/// <summary>
/// Prints the hash that <see cref="SameTrainingBitsTests"/> compares, for each number of threads; with a file, traces the run to it, and
/// keeps one of its tensors: <c>training 1,2 [here.trace [step layer tensor here.safetensors]]</c>; or that of
/// <see cref="SameWinogradTrainingBitsTests"/>: <c>winograd-training 1,2</c>.
/// </summary>
internal static class SameBitsTrainingProgram
{
    public static int Print(SameBitsTraining training, string threads, string[] trace)
    {
        foreach (var count in threads.Split(',').Select(int.Parse))
        {
            Compute.Threads = count;
            Console.WriteLine(Run(training, trace));
        }

        return 0;
    }

    public static string Run(SameBitsTraining training, string[] args)
    {
        TrainingTrace? trace = null;
        var keep = args is [_, var step, var layer, var what, _] ? new TracedTensor(long.Parse(step, CultureInfo.InvariantCulture), layer, what, "") : null;
        var hash = training.Run(watch: trainer =>
        {
            Nudge(trainer);
            if (args.Length > 0)
                trace = TrainingTrace.Of(trainer, keep);
        });
        if (args is [var file, ..])
            trace!.Save(file);
        if (args is [.., var kept] && keep is not null)
            Safetensors.Write(kept, new Dictionary<string, Tensor> { [keep.What] = trace!.Kept! });
        return hash;
    }

    /// <summary>For the test of the diagnosis: one weight is one bit off after step NUDGE.</summary>
    private static void Nudge(Trainer trainer)
    {
        if (Environment.GetEnvironmentVariable("NUDGE") is not { } step)
            return;
        var weights = trainer.Network.Layer<Conv2d>("conv2").Weights;
        trainer.OnStep += report =>
        {
            if (report.Step == int.Parse(step, CultureInfo.InvariantCulture))
                weights.Value.Edit()[5] = MathF.BitIncrement(weights.Value.Values[5]);
        };
    }
}
