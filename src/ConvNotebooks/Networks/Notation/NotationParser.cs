using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// Reads the document's notation. A sequence is parts joined by <c>-></c>; a part is a layer with its arguments or a
/// bracketed sequence, followed by any of <c>*3</c>, <c>*N</c> and <c>?</c>. A layer that joins branches has them in parentheses,
/// sequences or nothing with bars between.
/// </summary>
internal sealed class NotationParser(string text)
{
    private const int MaxRepeats = 1000;
    private const int MaxDepth = 64;

    private readonly List<Token> tokens = Token.Split(text);
    private int at;
    private int depth;

    private Token Next => tokens[at];

    internal SequenceNode Parse()
    {
        if (Next.Kind == TokenKind.End)
            throw Next.Error("the text is empty. Begin with INPUT 32x32x3 and join layers with ->.");
        var sequence = Sequence();
        return Next.Kind == TokenKind.End
            ? sequence
            : throw Next.Error($"{Next.Shown} came where -> or the end was needed. Join layers with ->, and close only brackets that were opened.");
    }

    private SequenceNode Sequence()
    {
        var parts = new List<PatternNode> { Part() };
        while (Next.Kind == TokenKind.Arrow)
        {
            at++;
            parts.Add(Part());
        }

        return new(parts);
    }

    private PatternNode Part()
    {
        PatternNode part = Next.Kind switch
        {
            TokenKind.Open => Bracketed(),
            TokenKind.Word => Layer(),
            _ => throw Next.Error($"{Next.Shown} came where a layer was needed. Write a layer word or [ after ->."),
        };
        while (Next.Kind is TokenKind.Star or TokenKind.Question)
        {
            var mark = tokens[at++];
            part = mark.Kind == TokenKind.Question ? new OptionalNode(part, mark) : new RepeatNode(part, Count(mark));
        }

        return Next.Kind == TokenKind.Word
            ? throw Next.Error($"{Next.Shown} came after a mark. Write arguments before it, as in POOL 2?, and join layers with ->.")
            : part;
    }

    private SequenceNode Bracketed()
    {
        var open = tokens[at++];
        if (++depth > MaxDepth)
            throw open.Error($"brackets are nested deeper than {MaxDepth}. Write the repetitions out.");
        var body = Sequence();
        if (Next.Kind != TokenKind.Close)
            throw open.Error($"this bracket is not closed: {Next.Shown} came where ] was needed. Close it with ].");
        at++;
        depth--;
        return body;
    }

    private PatternNode Layer()
    {
        var word = tokens[at++];
        LayerWords.Check(word);
        var arguments = new List<Token>();
        while (Next.Kind == TokenKind.Word)
        {
            if (Next.Text.Contains(',', StringComparison.Ordinal))
                throw Next.Error($"{Next.Shown} has a comma. Write blanks alone between arguments, as in CONV 12 5x5 p2.");
            arguments.Add(tokens[at++]);
        }

        var layer = new LayerNode(word, arguments);
        LayerWords.CheckBranches(word, Next);
        return Next.Kind == TokenKind.BranchesOpen ? Branches(layer) : layer;
    }

    private BranchesNode Branches(LayerNode layer)
    {
        var (open, branches) = (Next, new List<PatternNode?>());
        if (++depth > MaxDepth)
            throw open.Error($"branches and brackets are nested deeper than {MaxDepth}. Write fewer inside one another.");
        do
        {
            at++;
            branches.Add(Next.Kind is TokenKind.Bar or TokenKind.BranchesClose or TokenKind.End ? null : Sequence());
        }
        while (Next.Kind == TokenKind.Bar);
        if (Next.Kind != TokenKind.BranchesClose)
            throw open.Error($"these branches are not closed: {Next.Shown} came where | or ) was needed. Close them with ).");
        at++;
        depth--;
        return new(layer, branches);
    }

    private Token Count(Token star)
    {
        var count = Next;
        if (count.Kind != TokenKind.Word)
            throw star.Error("a number or a letter is needed after *. Write [ ... ]*3 or [ ... ]*N.");
        at++;
        if (count.Text.Length == 1 && char.IsAsciiLetter(count.Text[0]))
            return count;
        return int.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxRepeats
            ? count
            : throw count.Error($"'{count.Text}' is no repetition. Write a number from 0 to {MaxRepeats} or one letter, such as N.");
    }
}
