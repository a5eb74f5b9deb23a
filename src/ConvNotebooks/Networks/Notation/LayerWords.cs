namespace ConvNotebooks;

/// <summary>The notation's layer words: how each is written and what it adds to a network.</summary>
internal static class LayerWords
{
    internal const string InputWord = "INPUT";
    private const string PoolForm = "POOL 2 [s2] [p0] [zeropad|crop|floor]: window size, then stride, padding, what to do where it does not fit";
    private const string FilterOptions = "filters, filter size, then stride, padding, dilation";

    private static readonly Dictionary<string, (string Form, Func<Network, LayerArguments, IReadOnlyList<Func<Network, Network>>, Network> Add)> Joins =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["ADD"] = ("ADD [subsample]( CONV 8 3x3 p1 | ): branches on the volume before them, added; an empty one is that volume; larger ones may be subsampled",
                (net, a, branches) => net.Add(branches, a.Flag("subsample"))),
            ["CONCAT"] = ("CONCAT( CONV 8 1x1 | POOL 3 s1 p1 ): branches on the volume before them, joined along the depth; an empty one is that volume",
                (net, _, branches) => net.Concat(branches, null)),
        };

    private static readonly Dictionary<string, (string Form, Func<Network, LayerArguments, Network> Add)> Words =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [InputWord] = ("INPUT 32x32x3: width x height x depth", (_, _) => throw new InvalidOperationException("INPUT adds no layer.")),
            ["CONV"] = ($"CONV 12 5x5 [s1] [p2] [d1] [g1] [nobias] [zeropad|crop|floor]: {FilterOptions}, groups, what to do where it does not fit",
                (net, a) => net.Conv(a.Number("number of filters"), a.Size("filter size"), a.PerAxis('s', "stride"), a.Padding(),
                    a.PerAxis('d', "dilation"), a.Number('g', "number of groups") ?? 1, !a.Flag("nobias"), a.Fit())),
            ["LOCAL"] = ($"LOCAL 12 5x5 [s1] [p2] [d1] [nobias] [zeropad|crop|floor]: {FilterOptions}, what to do where it does not fit",
                (net, a) => net.Local(a.Number("number of filters"), a.Size("filter size"), a.PerAxis('s', "stride"), a.Padding(),
                    a.PerAxis('d', "dilation"), !a.Flag("nobias"), a.Fit())),
            ["POOL"] = (PoolForm, (net, a) => net.MaxPool(a.Size("window size"), a.PerAxis('s', "stride"), a.Padding(), a.Fit())),
            ["AVGPOOL"] = ("AVG" + PoolForm.Replace("[zeropad", "[withpad] [zeropad", StringComparison.Ordinal),
                (net, a) => net.AveragePool(a.Size("window size"), a.PerAxis('s', "stride"), a.Padding(), a.Fit(), a.Flag("withpad"))),
            ["L2POOL"] = ("L2" + PoolForm, (net, a) => net.L2Pool(a.Size("window size"), a.PerAxis('s', "stride"), a.Padding(), a.Fit())),
            ["RELU"] = ("RELU", (net, _) => net.ReLU()),
            ["LEAKY"] = ("LEAKY 0.01: slope below 0", (net, a) => net.LeakyReLU(a.Decimal("slope"))),
            ["BN"] = ("BN [m0.1] [e0.00001]: momentum of the running statistics, epsilon",
                (net, a) => net.BatchNorm(a.Decimal('m', "momentum") ?? 0.1, a.Decimal('e', "epsilon") ?? 1e-5)),
            ["DROPOUT"] = ("DROPOUT 0.5: share of neurons to drop", (net, a) => net.Dropout(a.Decimal("share of neurons to drop"))),
            ["LRN"] = ("LRN 5 [a0.0001] [b0.75] [k1]: slices summed over, then alpha, beta, k",
                (net, a) => net.LocalResponseNorm(a.Number("number of slices"), a.Decimal('a', "alpha") ?? 1e-4, a.Decimal('b', "beta") ?? 0.75,
                    a.Decimal('k', "k") ?? 1)),
            ["GAP"] = ("GAP", (net, _) => net.GlobalAveragePool()),
            ["FC"] = ("FC 10 [nobias]: neurons", (net, a) => net.Dense(a.Number("number of neurons"), !a.Flag("nobias"))),
            ["FLATTEN"] = ("FLATTEN", (net, _) => net.Flatten()),
            ["SOFTMAX"] = ("SOFTMAX", (net, _) => net.Softmax()),
        };

    /// <summary>How every layer is written.</summary>
    internal static IReadOnlyDictionary<string, string> Forms { get; } =
        Words.Select(word => (word.Key, word.Value.Form)).Concat(Joins.Select(word => (word.Key, word.Value.Form)))
            .ToDictionary(word => word.Key, word => word.Form, StringComparer.OrdinalIgnoreCase);

    /// <summary>How a layer is written, for errors.</summary>
    internal static string Form(Token word) => Forms[word.Text];

    /// <summary>Raises an error for a word that names no layer.</summary>
    internal static void Check(Token word)
    {
        if (Forms.ContainsKey(word.Text))
            return;
        var meant = NearestWord.Of(word.Text, Forms.Keys) is { } near ? $"{near}, or another of" : "one of";
        throw word.Error($"'{word.Text}' is no layer. Write {meant} {string.Join(", ", Forms.Keys)}.");
    }

    /// <summary>Raises an error for a layer that joins branches and has none, or one that has some and joins none.</summary>
    internal static void CheckBranches(Token word, Token next)
    {
        if (Joins.ContainsKey(word.Text) && next.Kind != TokenKind.BranchesOpen)
            throw word.Error($"{word.Text.ToUpperInvariant()} needs branches. Write {Form(word)}.");
        if (!Joins.ContainsKey(word.Text) && next.Kind == TokenKind.BranchesOpen)
            throw next.Error($"{word.Text.ToUpperInvariant()} has no branches. Write them after {string.Join(" or ", Joins.Keys)}.");
    }

    /// <summary>Begins a network from an INPUT layer.</summary>
    internal static Network Begin(LayerNode node, ulong seed)
    {
        if (!IsInput(node))
            throw node.Word.Error($"a network begins with its input volume, not with {node.Word.Text.ToUpperInvariant()}. Begin with INPUT 32x32x3.");
        var arguments = new LayerArguments(node);
        var shape = arguments.Volume();
        arguments.End(Form(node.Word));
        return Network.Input(shape, seed);
    }

    /// <summary>Adds a layer to a network.</summary>
    internal static Network Add(Network network, LayerNode node, IReadOnlyList<Func<Network, Network>> branches)
    {
        if (IsInput(node))
            throw node.Word.Error("INPUT stands once, at the beginning. Remove this one.");
        var arguments = new LayerArguments(node);
        Network grown;
        try
        {
            grown = Joins.TryGetValue(node.Word.Text, out var join)
                ? join.Add(network, arguments, branches)
                : Words[node.Word.Text].Add(network, arguments);
        }
        catch (FitException misfit)
        {
            throw node.Word.Error(misfit.Report.InNotation(), misfit);
        }
        catch (Exception refused) when (refused is ArgumentException or OverflowException)
        {
            throw node.Word.Error(Refusals.Wording(refused), refused);
        }

        arguments.End(Form(node.Word));
        return grown;
    }

    private static bool IsInput(LayerNode node) => node.Word.Text.Equals(InputWord, StringComparison.OrdinalIgnoreCase);
}
