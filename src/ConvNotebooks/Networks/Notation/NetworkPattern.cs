namespace ConvNotebooks;

/// <summary>
/// An architecture in the document's notation, such as
/// <c>INPUT -> [[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC</c>: repetitions may still be letters, parts
/// optional, and layers without sizes.
/// </summary>
/// <remarks>Source: CS231n, "Convolutional Networks", section "Layer Patterns".</remarks>
public sealed class NetworkPattern
{
    private readonly PatternNode root;
    private readonly string notation;

    private NetworkPattern(PatternNode root, string notation) => (this.root, this.notation) = (root, notation);

    /// <summary>The letters of repetitions that have no number yet, in the order of the text.</summary>
    public IReadOnlyList<string> Variables => [.. root.Variables().Select(v => v.Text).Distinct()];

    /// <summary>Every layer word, with how it is written: <c>RELU</c>, <c>FC 10 [nobias]: neurons</c>.</summary>
    public static IReadOnlyDictionary<string, string> LayerForms => LayerWords.Forms;

    /// <summary>
    /// The layers where they stand in the text, each with the stages that it becomes; the layers after one that does not
    /// fit, and all where a repetition or an optional part is open, have none.
    /// </summary>
    public IReadOnlyList<NotationLayer> Layers
    {
        get
        {
            var build = new PatternBuild(Network.DefaultSeed);
            try
            {
                root.Grow(null, build);
            }
            catch (NotationException)
            {
                // The layers so far are what there is to tell.
            }

            return [.. build.Built.GroupBy(b => (b.Word.Line, b.Word.Column)).Select(same => new NotationLayer(
                same.Key.Line, same.Key.Column, same.First().Word.Text, [.. same.Select(b => b.Stage).OfType<Stage>()]))];
        }
    }

    /// <summary>Reads a pattern. Layer words may be in either case; <c>-></c> may be written <c>→</c>.</summary>
    /// <param name="notation">The text.</param>
    /// <exception cref="NotationException">The text is no pattern; the message gives line and column.</exception>
    public static NetworkPattern Parse(string notation)
    {
        ArgumentNullException.ThrowIfNull(notation);
        try
        {
            return new(new NotationParser(notation).Parse(), notation);
        }
        catch (NotationException e)
        {
            e.Notation = notation;
            throw;
        }
    }

    /// <summary>Gives a repetition letter its number: 0 removes the part, 1 leaves it once.</summary>
    /// <param name="variable">The letter, such as N.</param>
    /// <param name="count">How often the part comes, 0 to 1000.</param>
    /// <exception cref="ArgumentException">The pattern has no such letter, or the number is out of range.</exception>
    public NetworkPattern Bind(string variable, int count)
    {
        if (!Variables.Contains(variable))
        {
            throw new ArgumentException($"NetworkPattern: no repetition is called '{variable}'. "
                + (Variables.Count == 0 ? "All have numbers." : $"There are: {string.Join(", ", Variables)}."), nameof(variable));
        }

        if (count is < 0 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"NetworkPattern: {variable} = {count} is out of range. Give 0 to 1000.");
        return Bound(name => name == variable ? count : null, null);
    }

    /// <summary>Keeps or drops the optional parts, those marked with <c>?</c>.</summary>
    /// <param name="optional">Whether they are there.</param>
    public NetworkPattern Keep(bool optional) => Bound(_ => null, optional);

    /// <summary>Builds the network.</summary>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="NotationException">
    /// A repetition or optional part is open, a layer lacks its sizes, or a layer does not fit the volume before it.
    /// </exception>
    public Network Build(ulong seed = Network.DefaultSeed)
    {
        try
        {
            return BuildFrom(root, seed);
        }
        catch (NotationException e)
        {
            e.Notation = notation;
            throw;
        }
    }

    private static Network BuildFrom(PatternNode root, ulong seed)
    {
        if (root.Variables().FirstOrDefault() is { Text: not null } letter)
            throw RepeatNode.Unbound(letter);

        return root.Grow(null, new(seed))!;
    }

    /// <summary>The pattern in one form: words in capitals, one space around <c>-></c>.</summary>
    public override string ToString() => root.ToString()!;

    private NetworkPattern Bound(Func<string, int?> count, bool? keepOptional) => new(root.Bind(count, keepOptional)
        ?? throw new ArgumentException("NetworkPattern: nothing is left of the pattern. Keep at least INPUT."), notation);
}
