namespace ConvNotebooks;

/// <summary>A part of a network pattern.</summary>
internal abstract record PatternNode
{
    /// <summary>Adds the layers to a network, every bound repetition written out; null where it has not begun.</summary>
    internal abstract Network? Grow(Network? network, PatternBuild build);

    /// <summary>The node with a repetition letter replaced by a number and, where asked, optional parts kept or dropped.</summary>
    internal abstract PatternNode? Bind(Func<string, int?> count, bool? keepOptional);

    /// <summary>The letters of repetitions that are not bound yet.</summary>
    internal abstract IEnumerable<Token> Variables();
}

/// <summary>A layer: its word and arguments.</summary>
internal sealed record LayerNode(Token Word, IReadOnlyList<Token> Arguments) : PatternNode
{
    internal override Network Grow(Network? network, PatternBuild build) => build.Add(network, this, []);

    internal override PatternNode Bind(Func<string, int?> count, bool? keepOptional) => this;

    internal override IEnumerable<Token> Variables() => [];

    public override string ToString() =>
        string.Join(' ', Arguments.Select(a => a.Text.ToLowerInvariant()).Prepend(Word.Text.ToUpperInvariant()));
}

/// <summary>A layer that joins branches, <c>ADD( CONV 8 3x3 p1 | )</c>; an empty one is null.</summary>
internal sealed record BranchesNode(LayerNode Layer, IReadOnlyList<PatternNode?> Branches) : PatternNode
{
    internal override Network Grow(Network? network, PatternBuild build) =>
        build.Add(network, Layer, [.. Branches.Select(branch => (Func<Network, Network>)(begun => branch?.Grow(begun, build) ?? begun))]);

    internal override PatternNode Bind(Func<string, int?> count, bool? keepOptional) =>
        this with { Branches = [.. Branches.Select(branch => branch?.Bind(count, keepOptional))] };

    internal override IEnumerable<Token> Variables() => Branches.OfType<PatternNode>().SelectMany(branch => branch.Variables());

    public override string ToString() => Written(Layer.ToString(), Branches.Select(branch => branch?.ToString()));

    /// <summary>The layer and its branches as text: <c>ADD( CONV 8 3x3 p1 | )</c>.</summary>
    internal static string Written(string layer, IEnumerable<string?> branches) =>
        $"{layer}({string.Join('|', branches.Select(branch => string.IsNullOrEmpty(branch) ? " " : $" {branch} "))})";
}

/// <summary>Parts that follow one another.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    internal override Network? Grow(Network? network, PatternBuild build) => Parts.Aggregate(network, (grown, part) => part.Grow(grown, build));

    internal override PatternNode? Bind(Func<string, int?> count, bool? keepOptional)
    {
        var parts = Parts.Select(p => p.Bind(count, keepOptional)).OfType<PatternNode>()
            .SelectMany(p => p is SequenceNode inner ? inner.Parts : [p]).ToList();
        return parts.Count == 0 ? null : new SequenceNode(parts);
    }

    internal override IEnumerable<Token> Variables() => Parts.SelectMany(p => p.Variables());

    public override string ToString() => string.Join(" -> ", Parts);
}

/// <summary>A part that comes several times, <c>[…]*3</c>, or as often as a letter says, <c>[…]*N</c>.</summary>
internal sealed record RepeatNode(PatternNode Body, Token Count) : PatternNode
{
    internal override Network? Grow(Network? network, PatternBuild build) =>
        Enumerable.Range(0, Number ?? throw Unbound(Count)).Aggregate(network, (grown, _) => Body.Grow(grown, build));

    internal override PatternNode? Bind(Func<string, int?> count, bool? keepOptional)
    {
        var body = Body.Bind(count, keepOptional);
        var number = Number ?? count(Count.Text);
        return (body, number) switch
        {
            (null, _) or (_, 0) => null,
            (_, 1) => body,
            (_, { } n) => new RepeatNode(body, Count with { Text = $"{n}" }),
            _ => new RepeatNode(body, Count),
        };
    }

    internal override IEnumerable<Token> Variables() => Body.Variables().Concat(Number is null ? [Count] : []);

    public override string ToString() => $"[{Body}]*{Count.Text}";

    internal static NotationException Unbound(Token letter) => letter.Error(
        $"the repetition '{letter.Text}' has no number yet. Write a number in its place, such as 2, or give it one: in C# .Bind(\"{letter.Text}\", 2), in a #!net cell #!set --name {letter.Text} --value 2.");

    private int? Number => int.TryParse(Count.Text, out var number) ? number : null;
}

/// <summary>A part that may be left out, <c>POOL?</c>.</summary>
internal sealed record OptionalNode(PatternNode Body, Token Mark) : PatternNode
{
    internal override Network Grow(Network? network, PatternBuild build) => throw Mark.Error(
        $"whether {Body} is there is still open. Remove the '?' or the part; in C# .Keep(optional: true) or false does it.");

    internal override PatternNode? Bind(Func<string, int?> count, bool? keepOptional)
    {
        var body = Body.Bind(count, keepOptional);
        return (body, keepOptional) switch
        {
            (null, _) or (_, false) => null,
            (_, true) => body,
            _ => new OptionalNode(body, Mark),
        };
    }

    internal override IEnumerable<Token> Variables() => Body.Variables();

    public override string ToString() => Body is SequenceNode ? $"[{Body}]?" : $"{Body}?";
}
