using Spectre.Console;
using Spectre.Console.Rendering;

namespace ConvNotebooks.Cli;

/// <summary>Where the command writes: a terminal with colours and a width of its own, or plain text for a file or pipe.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="isTerminal">Whether standard output is a terminal that can be redrawn.</param>
/// <param name="columns">Columns where no terminal sets a limit.</param>
internal sealed class Screen(TextWriter output, TextWriter error, bool isTerminal, int columns = Screen.Unlimited)
{
    /// <summary>Columns enough for every table.</summary>
    private const int Unlimited = 1000;

    /// <summary>Standard output as text.</summary>
    public TextWriter Output => output;

    /// <summary>Standard error as text.</summary>
    public TextWriter Error => error;

    /// <summary>Columns of the terminal, or of a file or pipe, which no table fills.</summary>
    public int Width => Console.Profile.Width;

    /// <summary>Whether what is shown can be redrawn.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Standard output for tables and progress.</summary>
    public IAnsiConsole Console { get; } = Create(output, isTerminal, columns);

    /// <summary>Writes a table; as plain text it comes without blank lines around it and blanks at line ends.</summary>
    /// <param name="table">What to show.</param>
    public void Show(IRenderable table)
    {
        if (isTerminal)
        {
            Console.Write(table);
            return;
        }

        using var text = new StringWriter();
        Create(text, isTerminal: false, columns).Write(table);
        string[] lines = [.. text.ToString().Split('\n').Select(line => line.TrimEnd())];
        foreach (string line in lines.SkipWhile(line => line.Length == 0).Reverse().SkipWhile(line => line.Length == 0).Reverse())
            output.WriteLine(line);
    }

    /// <summary>The screen of this process.</summary>
    public static Screen OfThisProcess() =>
        new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, int columns)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
        {
            console.Profile.Width = columns;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}
