namespace ConvNotebooks;

/// <summary>What a token of the notation is.</summary>
internal enum TokenKind
{
    Word,
    Arrow,
    Open,
    Close,
    BranchesOpen,
    Bar,
    BranchesClose,
    Star,
    Question,
    End,
}

/// <summary>A token of the notation with its place in the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column)
{
    internal NotationException Error(string problem, Exception? inner = null) =>
        new(Line, Column, Math.Max(1, Text.Length), problem, inner);

    internal string Shown => Kind == TokenKind.End ? "the end of the text" : $"'{Text}'";

    /// <summary>Splits a text into tokens; spaces and line ends separate words and mean nothing else.</summary>
    internal static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        int line = 1, column = 1, at = 0;
        while (at < text.Length)
        {
            var length = char.IsWhiteSpace(text[at]) ? 1 : LengthAt(text, at);
            if (!char.IsWhiteSpace(text[at]))
                tokens.Add(new(KindAt(text, at), text.Substring(at, length), line, column));
            (line, column) = text[at] == '\n' ? (line + 1, 1) : (line, column + length);
            at += length;
        }

        tokens.Add(new(TokenKind.End, "", line, column));
        return tokens;
    }

    private static TokenKind KindAt(string text, int at) => text[at] switch
    {
        '[' => TokenKind.Open,
        ']' => TokenKind.Close,
        '(' => TokenKind.BranchesOpen,
        '|' => TokenKind.Bar,
        ')' => TokenKind.BranchesClose,
        '*' => TokenKind.Star,
        '?' => TokenKind.Question,
        '→' => TokenKind.Arrow,
        '-' when at + 1 < text.Length && text[at + 1] == '>' => TokenKind.Arrow,
        _ => TokenKind.Word,
    };

    private static int LengthAt(string text, int at)
    {
        var kind = KindAt(text, at);
        if (kind == TokenKind.Arrow)
            return text[at] == '→' ? 1 : 2;
        if (kind != TokenKind.Word)
            return 1;
        var end = at + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && KindAt(text, end) == TokenKind.Word)
            end++;
        return end - at;
    }
}
