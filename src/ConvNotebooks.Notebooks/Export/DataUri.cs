namespace ConvNotebooks.Notebooks;

/// <summary>Pictures as <c>data:</c> addresses, which travel inside the page.</summary>
internal static class DataUri
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
    };

    public static string Of(string type, byte[] content) => $"data:{type};base64,{Convert.ToBase64String(content)}";

    /// <summary>The address of base64 text; characters that base64 does not have are left out.</summary>
    public static string OfBase64(string type, string base64) =>
        $"data:{type};base64,{string.Concat(base64.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='))}";

    /// <summary>The address of a picture file, or null when it is no picture, missing or unreadable.</summary>
    public static string? OfFile(string path)
    {
        try
        {
            return Types.TryGetValue(Path.GetExtension(path), out string? type) ? Of(type, File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a MIME type is one of the pictures that pages show.</summary>
    public static bool IsPicture(string type) => Types.ContainsValue(type);
}
