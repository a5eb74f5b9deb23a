using System.Globalization;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Values whose plain text is all there is to show, or whose members would show what differs from run to run (ids of
/// tasks, addresses of methods).
/// </summary>
internal static class PlainValues
{
    /// <summary>The text of such a value; null for every other.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        char letter => letter.ToString(),
        Enum or bool => value.ToString(),
        Type type => type.ToString(),
        Task task => $"{NameOf(task.GetType())}: not awaited. Write `await` before it to see its result.",
        Delegate code => NameOf(code.GetType()),
        Exception exception when !HasView(exception.GetType()) => $"{exception.GetType()}: {exception.Message}",
        Array { Rank: 2 } table when table.GetType().GetElementType()!.IsPrimitive => Rows(table),
        IFormattable number when value.GetType().IsPrimitive || value is decimal =>
            number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether somebody registered how such exceptions are shown.</summary>
    private static bool HasView(Type exception) => Formatter.RegisteredFormatters(includeDefaults: false)
        .Any(f => typeof(Exception).IsAssignableFrom(f.Type) && f.Type.IsAssignableFrom(exception));

    private static string Rows(Array table)
    {
        const int limit = 20;
        (int rows, int columns) = (table.GetLength(0), table.GetLength(1));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{table.GetType().GetElementType()!.Name}[{rows}, {columns}]");
        for (int r = 0; r < Math.Min(rows, limit); r++)
        {
            IEnumerable<string?> row = Enumerable.Range(0, Math.Min(columns, limit))
                .Select(c => TextOf(table.GetValue(r + table.GetLowerBound(0), c + table.GetLowerBound(1))));
            text.Append("\n[ ").AppendJoin(", ", row);
            text.Append(columns > limit ? $" ... ({columns - limit} more) ]" : " ]");
        }

        return rows > limit ? text.Append($"\n... ({rows - limit} more rows)").ToString() : text.ToString();
    }

    /// <summary>A type as C# writes it: <c>Func&lt;Int32, String&gt;</c>; compiled forms of a task are plain tasks.</summary>
    private static string NameOf(Type type)
    {
        while (typeof(Task).IsAssignableFrom(type) && type.BaseType is { } parent && !IsTask(type))
            type = parent;
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
            return type.Name;
        IEnumerable<string> arguments = type.GetGenericArguments().Select(NameOf);
        return arguments.SequenceEqual(["VoidTaskResult"])
            ? type.Name[..tick]
            : $"{type.Name[..tick]}<{string.Join(", ", arguments)}>";
    }

    private static bool IsTask(Type type) =>
        type == typeof(Task) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>));
}
