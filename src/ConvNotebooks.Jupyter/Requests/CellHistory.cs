namespace ConvNotebooks.Jupyter;

/// <summary>One cell that ran.</summary>
/// <param name="Line">Its execution count.</param>
/// <param name="Input">Its code.</param>
/// <param name="Output">The text of its result; null where it had none.</param>
internal sealed record HistoryEntry(int Line, string Input, string? Output);

/// <summary>The cells that this kernel ran, oldest first; other sessions' cells are not kept.</summary>
internal sealed class CellHistory
{
    /// <summary>The number by which clients name this session.</summary>
    public const int Session = 1;

    private readonly List<HistoryEntry> _entries = [];

    public void Add(int line, string input, string? output) => _entries.Add(new HistoryEntry(line, input, output));

    public IReadOnlyList<HistoryEntry> Tail(int n) => [.. _entries.TakeLast(n)];

    /// <summary>Lines from start up to but not with stop; session 0 is this one, -1 the one before, and so on.</summary>
    public IReadOnlyList<HistoryEntry> Range(int session, int start, int stop) => session is 0 or Session
        ? [.. _entries.Where(entry => entry.Line >= start && entry.Line < stop)]
        : [];

    /// <summary>The last n cells whose whole code matches a pattern with <c>*</c> and <c>?</c>.</summary>
    /// <param name="pattern">Where <c>*</c> is any text and <c>?</c> any character.</param>
    /// <param name="n">How many at most; null for all.</param>
    /// <param name="unique">True to keep only the last of cells with the same code.</param>
    public IReadOnlyList<HistoryEntry> Search(string pattern, int? n, bool unique)
    {
        IEnumerable<HistoryEntry> found = _entries.Where(entry => Matches(pattern, entry.Input));
        if (unique)
            found = found.Reverse().DistinctBy(entry => entry.Input).Reverse();
        return [.. found.TakeLast(n ?? int.MaxValue)];
    }

    /// <summary>Greedy matching with one step back to the last star: linear memory, no blow-up on many stars.</summary>
    private static bool Matches(string pattern, string text)
    {
        (int p, int t, int star, int mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
