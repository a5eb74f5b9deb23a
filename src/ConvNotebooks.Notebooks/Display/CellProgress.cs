using System.Diagnostics;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Shows how far a loop is: <c>foreach (var image in Track(images))</c>; imported into every C# cell. It is one display, updated in
/// place at most ten times a second; its last state says how many items there were, and no times.
/// </summary>
public static class CellProgress
{
    private const int Length = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Hands on the items one by one and shows how many are done.</summary>
    /// <param name="items">The items; where their number is not known before, the bar is left out.</param>
    /// <param name="title">What stands before the bar.</param>
    /// <typeparam name="T">What the items are.</typeparam>
    public static IEnumerable<T> Track<T>(IEnumerable<T> items, string title = "")
    {
        ArgumentNullException.ThrowIfNull(items);
        return TrackAll(items, title);
    }

    private static IEnumerable<T> TrackAll<T>(IEnumerable<T> items, string title)
    {
        int? count = items.TryGetNonEnumeratedCount(out int known) ? known : null;
        int done = 0;
        DisplayHandle shown = CellDisplay.Display(Text(title, done, count));
        var watch = Stopwatch.StartNew();
        foreach (T item in items)
        {
            yield return item;
            done++;
            if (watch.Elapsed < Interval)
                continue;
            shown.Update(Text(title, done, count));
            watch.Restart();
        }

        shown.Update(Text(title, done, count));
    }

    private static string Text(string title, int done, int? count)
    {
        string start = title.Length > 0 ? $"{title} " : "";
        if (count is not { } all)
            return $"{start}{done}";
        int full = all == 0 ? Length : (int)((long)Length * done / all);
        return $"{start}[{new string('#', full)}{new string('-', Length - full)}] {done} of {all}";
    }
}
