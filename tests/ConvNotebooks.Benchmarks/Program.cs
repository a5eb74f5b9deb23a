using System.CommandLine;
using ConvNotebooks.Benchmarks;

var root = new RootCommand("Compares the convolutions of ConvNotebooks with those of other libraries on this machine, and times its kernel.")
{
    ConvCommand.Create(),
    NetCommand.Create(),
    TrainingCommand.Create(),
    KernelCommand.Create(),
    RooflineCommand.Create(),
    LogCommand.Create(),
    SelfTestCommand.Create(),
};
try
{
    var parsed = root.Parse(args);
    var status = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
