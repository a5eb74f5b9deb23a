namespace ConvNotebooks.Benchmarks;

/// <summary>The convolutional layers of well-known networks, each table with its origin, and tables in files.</summary>
internal static class ShapeTables
{
    public static readonly string[] Names = ["alexnet", "vgg16", "resnet50", "cifar", "mobilenet"];

    /// <summary>The distinct shapes of the named networks and files, in order.</summary>
    /// <exception cref="UsageException">A name is neither a table nor a file, or a line of it is no shape.</exception>
    public static ConvShape[] Of(IEnumerable<string> names)
    {
        try
        {
            return [.. names.SelectMany(name => Parse(Lines(name)))];
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>The shapes of a table: one a line; empty lines and what follows a # do not count.</summary>
    /// <exception cref="FormatException">A line is no shape.</exception>
    public static IEnumerable<ConvShape> Parse(IEnumerable<string> lines) =>
        lines.Select(line => line.Split('#')[0]).Where(line => !string.IsNullOrWhiteSpace(line)).Select(ConvShape.Parse);

    private static string[] Lines(string name)
    {
        if (Names.Contains(name))
        {
            using var reader = new StreamReader(typeof(ShapeTables).Assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd().Split('\n');
        }

        return File.Exists(name)
            ? File.ReadAllLines(name)
            : throw new UsageException($"--shapes: '{name}' came; {string.Join(", ", Names)} or the path of a file with one shape a line was needed.");
    }
}
