using System.CommandLine;
using System.CommandLine.Parsing;

namespace ConvNotebooks.Cli;

/// <summary>What keeps a command line from being run, in one sentence that begins with the command.</summary>
internal static class CommandLineProblem
{
    /// <summary>The first problem.</summary>
    /// <param name="parsed">What the arguments were read as: not a command that can be run.</param>
    /// <param name="path">The command as it is typed: <c>convnotebooks kernel install</c>.</param>
    public static string Of(ParseResult parsed, string path)
    {
        if (parsed.UnmatchedTokens is [var unknown, ..])
            return $"{path}: \"{unknown}\" is no command or option of it.";
        ParseError error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            CommandResult { Command: { Action: null, Subcommands.Count: > 0 } group } =>
                $"{path}: a command is missing. It has {List(group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name), "and")}.",
            OptionResult { Implicit: true } result => $"{path}: {result.Option.Name} is missing.",
            OptionResult { Tokens.Count: 0 } result => $"{path}: {result.Option.Name} needs a value.",
            ArgumentResult { Tokens.Count: 0, Parent: OptionResult result } => $"{path}: {result.Option.Name} needs a value.",
            ArgumentResult { Tokens.Count: 0 } result => $"{path}: <{result.Argument.Name}> is missing.",
            _ => error.Message,
        };
    }

    /// <summary>Words as in a sentence: <c>csv, dvc or mlflow</c>.</summary>
    /// <param name="words">At least two.</param>
    /// <param name="last">What stands before the last.</param>
    public static string List(IEnumerable<string> words, string last)
    {
        string[] all = [.. words];
        return $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
