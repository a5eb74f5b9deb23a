using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Prints JSON as Python's <c>json.dumps(indent=1, sort_keys=True, ensure_ascii=False)</c> does, which is how Jupyter
/// writes notebooks: one space of indent per level, sorted keys, only control characters escaped.
/// </summary>
internal static class PythonJson
{
    /// <summary>The JSON text of a value, without a final newline.</summary>
    public static string Print(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node, 0);
        return text.ToString();
    }

    /// <summary>
    /// A text as the list of its lines, each with its line end, broken where Python's <c>str.splitlines</c> breaks.
    /// </summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsLineEnd(text[i]) || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
                continue;
            lines.Add((JsonNode)text[start..(i + 1)]);
            start = i + 1;
        }

        if (start < text.Length)
            lines.Add((JsonNode)text[start..]);
        return lines;
    }

    private static bool IsLineEnd(char c) =>
        c is (>= '\n' and <= '\r') or (>= '\u001c' and <= '\u001e') or '\u0085' or '\u2028' or '\u2029';

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject entries:
                Block(text, '{', '}', depth, entries.OrderBy(e => e.Key, StringComparer.Ordinal), entry =>
                {
                    Quote(text, entry.Key);
                    text.Append(": ");
                    Append(text, entry.Value, depth + 1);
                });
                break;
            case JsonArray items:
                Block(text, '[', ']', depth, items, item => Append(text, item, depth + 1));
                break;
            case JsonValue value when value.TryGetValue(out string? s):
                Quote(text, s);
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void Block<T>(
        StringBuilder text, char open, char close, int depth, IEnumerable<T> items, Action<T> append)
    {
        text.Append(open);
        bool any = false;
        foreach (T item in items)
        {
            text.Append(any ? ",\n" : "\n").Append(' ', depth + 1);
            append(item);
            any = true;
        }

        if (any)
            text.Append('\n').Append(' ', depth);
        text.Append(close);
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\f' => text.Append("\\f"),
                '\b' => text.Append("\\b"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
