using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>The verb <c>kernel</c>: how soon the Jupyter kernel is there, and how soon it answers.</summary>
internal static class KernelCommand
{
    public static Command Create()
    {
        var program = new Option<string?>("--program")
        {
            Description = "A convnotebooks to measure; without it, the one of this clone, published ReadyToRun.",
            HelpName = "path",
        };
        var runs = new Option<int>("--runs") { Description = "Kernels to start, one after another.", DefaultValueFactory = _ => 10 };
        var command = new Command("kernel", "Measures the start-up and the answers of the Jupyter kernel.") { program, runs };
        command.SetAction(parsed => new KernelBenchmark { Program = parsed.GetValue(program), Runs = parsed.GetValue(runs) }.Run());
        return command;
    }
}
