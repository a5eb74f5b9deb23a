using System.Globalization;
using System.Text;

namespace ConvNotebooks;

/// <summary>Every number of a run as a CSV table (RFC 4180): step, epoch, name, value.</summary>
internal static class CsvFile
{
    public static string Of(Run run)
    {
        var text = new StringBuilder("step,epoch,name,value\n");
        foreach (var e in run.Events)
        {
            foreach (var (name, value) in e.Values)
                text.Append(CultureInfo.InvariantCulture, $"{e.Step},{e.Epoch},{Field(name)},{value}\n");
        }

        return text.ToString();
    }

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
