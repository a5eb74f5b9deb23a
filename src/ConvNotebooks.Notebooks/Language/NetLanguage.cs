using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>Checks, completes and explains text in the notation of networks.</summary>
public static partial class NetLanguage
{
    /// <summary>What keeps a text from being a network; null when nothing does.</summary>
    /// <param name="notation">The text.</param>
    public static NotationException? Diagnose(string notation)
    {
        try
        {
            Network.Parse(notation);
            return null;
        }
        catch (NotationException e)
        {
            return e;
        }
    }

    /// <summary>What could stand at a position: layer words where a layer begins, then the options of that layer.</summary>
    /// <param name="notation">The text.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    public static CompletionList Complete(string notation, int position)
    {
        int start = StartOfWord(notation, position);
        string typed = notation[start..position];
        string[] before = LayerBefore().Match(notation[..start]) is { Success: true } layer
            ? layer.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            : [];
        IEnumerable<CompletionItem> items = before.Length == 0
            ? NetworkPattern.LayerForms.Keys
                .Where(word => word != "INPUT" || string.IsNullOrWhiteSpace(notation[..start]))
                .Select(word => new CompletionItem(word, "class"))
            : OptionsOf(before[0])
                .Where(option => !before.Skip(1).Any(used => used.Equals(option, StringComparison.OrdinalIgnoreCase)))
                .Select(option => new CompletionItem(option, "property"));
        return new CompletionList(start, EndOfWord(notation, position),
            [.. items.Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))]);
    }

    /// <summary>What the layer at a position is: how it is written, its volumes and its counts.</summary>
    /// <param name="notation">The text.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    /// <returns>Null where no layer stands.</returns>
    public static Inspection? Inspect(string notation, int position)
    {
        int at = Math.Clamp(position, 0, notation.Length);
        Match layer = Layer().Matches(notation).FirstOrDefault(match => match.Index <= at && at <= match.Index + match.Length) ?? Match.Empty;
        if (!NetworkPattern.LayerForms.TryGetValue(layer.Groups["word"].Value, out string? form))
            return null;
        string before = notation[..layer.Groups["word"].Index];
        int line = before.Count(c => c == '\n') + 1;
        int column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        IReadOnlyList<Stage> stages = LayersOf(notation).FirstOrDefault(found => (found.Line, found.Column) == (line, column))?.Stages ?? [];
        Interactive.Formatters.Register();
        IEnumerable<string?> parts =
        [
            form,
            stages.Count == 0 ? null : MimeBundles.Of(stages[0]).Text("text/plain"),
            stages.Count < 2 ? null : string.Join('\n', stages.Select(Summary)),
        ];
        return new Inspection(string.Join("\n\n", parts.OfType<string>()));
    }

    private static IReadOnlyList<NotationLayer> LayersOf(string notation)
    {
        try
        {
            return NetworkPattern.Parse(notation).Layers;
        }
        catch (NotationException)
        {
            return [];
        }
    }

    private static string Summary(Stage stage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{stage.Name}: {stage.Input} → {stage.Output}, {stage.Counts.Parameters.Value:N0} parameters, {stage.Counts.MultiplyAdds.Value:N0} multiply-adds");

    /// <summary>The options in brackets: <c>[s1] [nobias] [zeropad|crop|floor]</c>.</summary>
    private static IEnumerable<string> OptionsOf(string word) => NetworkPattern.LayerForms.TryGetValue(word, out string? form)
        ? Option().Matches(form).SelectMany(option => option.Groups["names"].Value.Split('|'))
        : [];

    private static int StartOfWord(string text, int position)
    {
        while (position > 0 && IsWord(text[position - 1]))
            position--;
        return position;
    }

    private static int EndOfWord(string text, int position)
    {
        while (position < text.Length && IsWord(text[position]))
            position++;
        return position;
    }

    private static bool IsWord(char c) => !char.IsWhiteSpace(c) && !"[]()|*?→->".Contains(c, StringComparison.Ordinal);

    /// <summary>A layer's word and its arguments.</summary>
    [GeneratedRegex(@"(?<word>[A-Za-z]\w*)([^\S\n]+[\w.:]+)*")]
    private static partial Regex Layer();

    /// <summary>The word and arguments between the last arrow, bracket or mark and the end.</summary>
    [GeneratedRegex(@"[A-Za-z][\w.:\s]*$")]
    private static partial Regex LayerBefore();

    [GeneratedRegex(@"\[(?<names>[\w.|]+)\]")]
    private static partial Regex Option();
}
