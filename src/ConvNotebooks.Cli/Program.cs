using ConvNotebooks.Cli;
using ConvNotebooks.Notebooks;

// A worker is this same program, started by itself; see Running.
if (args is ["worker", var pipe])
    return Worker.Main(pipe);
return await new CommandLine(Screen.OfThisProcess(), WorkerCommand.OfThisProgram("worker")).RunAsync(args);
