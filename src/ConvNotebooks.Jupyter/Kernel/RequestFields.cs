using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>Reads the fields of a request; those that the protocol lets be absent have a default.</summary>
internal static class RequestFields
{
    public static string Text(this Request request, string field) =>
        Read<string>(request, field, out bool _) ?? throw Wrong(request, field, "a text");

    public static string? TextOrNull(this Request request, string field) => Read<string>(request, field, out bool _);

    public static bool Flag(this Request request, string field, bool otherwise)
    {
        bool value = Read<bool>(request, field, out bool there);
        return there ? value : otherwise;
    }

    public static int Number(this Request request, string field, int otherwise)
    {
        int value = Read<int>(request, field, out bool there);
        return there ? value : otherwise;
    }

    public static JsonObject Map(this Request request, string field) => request.Content[field] as JsonObject ?? [];

    private static T? Read<T>(Request request, string field, out bool there)
    {
        there = request.Content[field] is not null;
        if (!there)
            return default;
        try
        {
            if (request.Content[field] is JsonValue value && value.TryGetValue(out T? read))
                return read;
        }
        catch (InvalidOperationException)
        {
            // A text whose escapes make no characters.
        }

        throw Wrong(request, field, typeof(T) == typeof(string) ? "a text" : typeof(T) == typeof(bool) ? "true or false" : "a whole number");
    }

    private static RequestException Wrong(Request request, string field, string needed)
    {
        string came = request.Content[field]?.ToJsonString() ?? "nothing";
        return new RequestException(
            $"JupyterKernel: {field} of {request.Message.Type} is {(came.Length > 100 ? came[..100] + "..." : came)}; needed {needed}.");
    }
}
