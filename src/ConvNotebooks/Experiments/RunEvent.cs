using System.Globalization;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>One line of <c>metrics.jsonl</c>.</summary>
/// <param name="Kind">What happened: <c>start</c>, <c>step</c>, <c>epoch</c>, <c>metric</c>, <c>weights</c>, <c>figure</c>, <c>note</c>, <c>end</c>.</param>
/// <param name="Seconds">Seconds since the run began, by a clock that never jumps.</param>
/// <param name="Step">Steps done; null where that says nothing.</param>
/// <param name="Epoch">The epoch, from 1; null where that says nothing.</param>
/// <param name="Values">Numbers by name.</param>
/// <param name="Texts">Texts by name.</param>
public sealed record RunEvent(
    string Kind, double Seconds, long? Step, int? Epoch, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, string> Texts)
{
    private const string KindName = "event", SecondsName = "seconds", StepName = "step", EpochName = "epoch", ValuesName = "values", TextsName = "texts";

    /// <summary>Writes an event as one JSON object. Numbers that JSON lacks are texts: "NaN", "Infinity", "-Infinity".</summary>
    internal static void Write(Utf8JsonWriter json, string kind, double seconds, long? step, int? epoch,
        ReadOnlySpan<(string Name, double Value)> values, ReadOnlySpan<(string Name, string Text)> texts)
    {
        json.WriteStartObject();
        json.WriteString(KindName, kind);
        json.WriteNumber(SecondsName, Math.Round(seconds, 6));
        if (step is { } s)
            json.WriteNumber(StepName, s);
        if (epoch is { } e)
            json.WriteNumber(EpochName, e);
        if (values.Length > 0)
        {
            json.WriteStartObject(ValuesName);
            foreach (var (name, value) in values)
            {
                if (double.IsFinite(value))
                    json.WriteNumber(name, value);
                else
                    json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        if (texts.Length > 0)
        {
            json.WriteStartObject(TextsName);
            foreach (var (name, text) in texts)
                json.WriteString(name, text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a line; null when it is no event.</summary>
    internal static RunEvent? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var values = new OrderedDictionary<string, double>();
            foreach (var (name, value) in Members(root, ValuesName))
                values[name] = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture);
            var texts = new OrderedDictionary<string, string>();
            foreach (var (name, text) in Members(root, TextsName))
                texts[name] = text.GetString()!;
            return new(root.GetProperty(KindName).GetString()!, root.GetProperty(SecondsName).GetDouble(),
                root.TryGetProperty(StepName, out var step) ? step.GetInt64() : null,
                root.TryGetProperty(EpochName, out var epoch) ? epoch.GetInt32() : null, values, texts);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement root, string name) =>
        root.TryGetProperty(name, out var members) ? members.EnumerateObject().Select(m => (m.Name, m.Value)) : [];
}
