namespace ConvNotebooks.Cli;

/// <summary>A network given on the command line: its notation, or a .net file that holds it.</summary>
internal static class NotationArgument
{
    /// <summary>The notation.</summary>
    /// <param name="argument">The notation itself, or the path of a .net file.</param>
    /// <exception cref="MistakeException">The file is not there or can't be read.</exception>
    public static string Read(string argument)
    {
        if (!argument.EndsWith(".net", StringComparison.OrdinalIgnoreCase))
            return argument;
        try
        {
            return File.ReadAllText(argument).TrimEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MistakeException($"{argument}: there is no such file. Check the path.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{argument}: it cannot be read ({e.Message}). Check its permissions.");
        }
    }
}
