using System.CommandLine;
using ConvNotebooks.Cli.Training;

namespace ConvNotebooks.Cli.Runs;

/// <summary><c>runs verify</c>: does a run again and says whether every bit is the same.</summary>
internal static class VerifyCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> run = RunsCommand.RunArgument();
        Option<int?> until = NumberOption.Of<int>("--until-epoch", "number", "a whole number from 1", "The last epoch to compare: a quick check", n => n >= 1);
        Option<int?> threads = ThreadsOption.Create();
        var command = new TeachingCommand("verify", "Do a run again from its run.json and compare every step and weight, bit by bit.", """
            Examples:
              convnotebooks runs verify runs/a
              convnotebooks runs verify runs/a --until-epoch 1 --threads 1
              DOTNET_EnableAVX512=0 convnotebooks runs verify runs/a --threads 2

            Vector width and threads change no bit: that is what this shows.
            Exit codes: 0 identical   1 not identical, or stopped   2 the run cannot be done again
            """)
        {
            run, until, threads,
        };
        command.SetAction((arguments, cancellation) => Mistakes.WordAsync(async () =>
        {
            ThreadsOption.Apply(arguments.GetValue(threads));
            Run logged = RunsCommand.Open(screen, arguments.GetRequiredValue(run));
            RunVerification verification = await Task.Run(() => RunVerification.Of(
                logged, arguments.GetValue(until), Interactive.ImageScaling.Read, report => screen.Error.WriteLine(report), cancellation), CancellationToken.None).ConfigureAwait(false);
            screen.Output.WriteLine(verification);
            return verification.IsIdentical ? ExitCode.Ok : ExitCode.Failure;
        }));
        return command;
    }
}
