using ConvNotebooks.Cli;

return await new CommandLine(Screen.OfThisProcess()).RunAsync(args);
