using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>A command line that cannot be followed; the message says why.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>The options after the verb: <c>--name value</c>, lists separated by commas.</summary>
public sealed class Options
{
    private static readonly string[] Known = ["pass", "peer", "threads", "batch", "shapes", "rounds", "out"];
    private readonly Dictionary<string, string> values = [];

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">An option is unknown or has no value.</exception>
    public Options(string[] args)
    {
        for (var i = 1; i < args.Length; i += 2)
        {
            var name = args[i].TrimStart('-');
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !Known.Contains(name) || i + 1 == args.Length)
                throw new UsageException($"benchmarks: '{args[i]}' came; the options are --{string.Join(", --", Known)}, each with a value.");
            values[name] = args[i + 1];
        }
    }

    /// <summary>A list of words.</summary>
    public string[] Words(string name, string otherwise) => values.GetValueOrDefault(name, otherwise).Split(',');

    /// <summary>A list of whole numbers above zero.</summary>
    /// <exception cref="UsageException">A value is no such number.</exception>
    public int[] Numbers(string name, string otherwise) => [.. Words(name, otherwise).Select(word =>
        int.TryParse(word, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"benchmarks: --{name} has '{word}'; a whole number above 0 was needed."))];

    /// <summary>One value, or null.</summary>
    public string? Word(string name) => values.GetValueOrDefault(name);
}
