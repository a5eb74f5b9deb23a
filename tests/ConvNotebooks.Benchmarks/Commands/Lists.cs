using System.CommandLine.Parsing;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>Lists on the command line: values joined by commas.</summary>
internal static class Lists
{
    public static string[] Words(ArgumentResult result) =>
        [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    public static int[]? Numbers(ArgumentResult result)
    {
        var numbers = Array.ConvertAll(Words(result), word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0);
        if (!Array.Exists(numbers, n => n is < 1 or > 1024))
            return numbers;
        result.AddError($"'{string.Join(",", result.Tokens.Select(t => t.Value))}' came; whole numbers from 1 to 1024 joined by commas were needed.");
        return null;
    }
}
