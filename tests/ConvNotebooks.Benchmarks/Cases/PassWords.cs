namespace ConvNotebooks.Benchmarks;

/// <summary>The passes as the command line writes them.</summary>
internal static class PassWords
{
    public static readonly string[] All = ["forward", "input-gradient", "filter-gradient"];

    public static string Of(Pass pass) => All[(int)pass];

    /// <exception cref="UsageException">No pass has that name.</exception>
    public static Pass Parse(string word) => Array.IndexOf(All, word) is >= 0 and var i
        ? (Pass)i
        : throw new UsageException($"--pass: '{word}' came; {string.Join(", ", All)} was needed.");
}
