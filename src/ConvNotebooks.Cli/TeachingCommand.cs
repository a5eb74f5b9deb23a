using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ConvNotebooks.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class TeachingCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>Lines of examples and what is good to know.</summary>
    public string Examples => examples;
}

/// <summary>The usual help, as wide anywhere, and then the command's examples.</summary>
internal sealed class TeachingHelp : SynchronousCommandLineAction
{
    private const int Width = 110;

    private readonly HelpAction usual = new() { MaxWidth = Width };

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = text;
        usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
            output.WriteLine(line.TrimEnd());
        if (parseResult.CommandResult.Command is TeachingCommand command)
            output.WriteLine($"\n{command.Examples}");
        return ExitCode.Ok;
    }
}
