using ConvNotebooks.Cli;
using ConvNotebooks.Jupyter;
using ConvNotebooks.Notebooks;

// A worker is this same program, started by itself; see Running.
if (args is ["worker", var pipe])
    return Worker.Main(pipe);
// What Jupyter starts, before the command line is looked at: a kernel should be there quickly.
if (args is ["kernel", "run", "--connection-file", var connectionFile])
    return KernelProcess.Main(connectionFile);
return await new CommandLine(Screen.OfThisProcess(), WorkerCommand.OfThisProgram("worker")).RunAsync(args);
