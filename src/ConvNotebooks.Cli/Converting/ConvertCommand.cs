using System.CommandLine;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Converting;

/// <summary><c>convert</c>: reads a notebook and writes it in the format that the other name says.</summary>
internal static class ConvertCommand
{
    public static Command Create(Screen screen)
    {
        var from = new Argument<string>("from") { Description = "A notebook: .ipynb or .dib" };
        var to = new Argument<string>("to") { Description = "The file to write: .ipynb or .dib" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there" };
        var command = new TeachingCommand("convert", "Convert a notebook between .ipynb and .dib.", """
            Examples:
              convnotebooks convert a.dib a.ipynb
              convnotebooks convert a.ipynb a.dib --force

            A .dib file keeps cells and their languages. Outputs, tags and attachments have no place in it.
            """)
        {
            from, to, force,
        };
        command.SetAction(arguments => Run(
            screen, arguments.GetRequiredValue(from), arguments.GetRequiredValue(to), arguments.GetValue(force)));
        return command;
    }

    private static int Run(Screen screen, string from, string to, bool force)
    {
        foreach (string path in (string[])[from, to])
        {
            if (!NotebookDocument.IsNotebook(path))
                throw new MistakeException($"{path}: its name says no format. Give a name that ends in .ipynb or .dib.");
        }

        if (File.Exists(to) && !force)
            throw new MistakeException($"{to}: there is such a file. Choose another name, or replace it with --force.");
        NotebookDocument document = Read(from);
        try
        {
            document.Write(to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{to}: it cannot be written ({e.Message}). Choose another name.");
        }

        screen.Output.WriteLine($"{to}: {document.Cells.Count} cells");
        return ExitCode.Ok;
    }

    private static NotebookDocument Read(string path)
    {
        try
        {
            return NotebookDocument.Read(path);
        }
        catch (NotebookFormatException e)
        {
            throw new MistakeException(e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MistakeException($"{path}: there is no such file. Check the path.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{path}: it cannot be read ({e.Message}). Check its permissions.");
        }
    }
}
