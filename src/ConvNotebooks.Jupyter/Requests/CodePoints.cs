namespace ConvNotebooks.Jupyter;

/// <summary>Cursor positions: the protocol counts Unicode code points, .NET counts UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>UTF-16 units before a position in code points; positions outside the text become its ends.</summary>
    public static int ToUtf16(string text, int position)
    {
        int unit = 0;
        for (int point = 0; point < position && unit < text.Length; point++)
            unit += char.IsSurrogatePair(text, unit) ? 2 : 1;
        return unit;
    }

    /// <summary>Code points before a position in UTF-16 units.</summary>
    public static int FromUtf16(string text, int position)
    {
        int point = 0;
        for (int unit = 0; unit < position && unit < text.Length; point++)
            unit += char.IsSurrogatePair(text, unit) ? 2 : 1;
        return point;
    }
}
