namespace ConvNotebooks;

/// <summary>
/// Prints a network in the document's notation and folds repetitions: of all ways to write the layers with brackets,
/// one with the fewest words, found by dynamic programming over the intervals of the stack.
/// </summary>
internal static class NotationPrinter
{
    /// <summary>Beyond this many layers the search (cubic) is left out and every layer is printed.</summary>
    private const int MaxFolded = 200;

    internal static string Print(Network network)
    {
        var (w, h, d) = network.InputShape;
        return string.Join(" -> ", Fold([.. Layers([.. network.Stages], "")]).Prepend($"INPUT {w}x{h}x{d}"));
    }

    /// <summary>One layer, with the branches that it joins.</summary>
    internal static string Layer(Network network, Stage stage)
    {
        Stage[] before = [.. network.Stages.Take(stage.Number - 1)];
        var from = before.Length;
        while (from > 0 && before[from - 1].Branch != stage.Branch && IsIn(before[from - 1], stage.Branch))
            from--;
        return Layer(stage, before[from..]);
    }

    /// <summary>The layers of a branch, each that joins branches with them.</summary>
    private static IEnumerable<string> Layers(Stage[] stages, string branch)
    {
        for (var from = 0; from < stages.Length;)
        {
            var join = from;
            while (join < stages.Length && stages[join].Branch != branch)
                join++;
            if (join == stages.Length)
                yield break;
            yield return Layer(stages[join], stages[from..join]);
            from = join + 1;
        }
    }

    private static string Layer(Stage stage, Stage[] branches)
    {
        if (stage.Layer is not Join)
            return stage.Layer.Notation;
        var (texts, from) = (new string[stage.From.Count], 0);
        for (var i = 0; i < texts.Length; i++)
        {
            var (name, to) = (stage.Branch.Length == 0 ? $"{i + 1}" : $"{stage.Branch}.{i + 1}", from);
            while (to < branches.Length && IsIn(branches[to], name))
                to++;
            texts[i] = string.Join(" -> ", Fold([.. Layers(branches[from..to], name)]));
            from = to;
        }

        return BranchesNode.Written(stage.Layer.Notation, texts);
    }

    private static bool IsIn(Stage stage, string branch) =>
        branch.Length == 0 || stage.Branch == branch || stage.Branch.StartsWith($"{branch}.", StringComparison.Ordinal);

    internal static IEnumerable<string> Fold(string[] layers)
    {
        if (layers.Length is 0 or > MaxFolded)
            return layers;
        var folding = new Folding(layers);
        return folding.Print(0, layers.Length);
    }

    private sealed class Folding
    {
        private readonly string[] layers;
        private readonly int[,] cost;

        /// <summary>How [from, to) is written: a period p > 0 of a repetition, or a negated split point; 0 for one layer.</summary>
        private readonly int[,] choice;

        internal Folding(string[] layers)
        {
            this.layers = layers;
            cost = new int[layers.Length + 1, layers.Length + 1];
            choice = new int[layers.Length + 1, layers.Length + 1];
            for (var length = 1; length <= layers.Length; length++)
                for (var from = 0; from + length <= layers.Length; from++)
                    Choose(from, from + length);
        }

        internal IEnumerable<string> Print(int from, int to) => choice[from, to] switch
        {
            0 => [layers[from]],
            > 0 and var period => [$"[{string.Join(" -> ", Print(from, from + period))}]*{(to - from) / period}"],
            var split => Print(from, -split).Concat(Print(-split, to)),
        };

        private void Choose(int from, int to)
        {
            var length = to - from;
            cost[from, to] = length == 1 ? Words(layers[from]) : int.MaxValue;
            for (var period = 1; period <= length / 2; period++)
            {
                if (length % period == 0 && Repeats(from, to, period))
                    Take(from, to, cost[from, from + period] + 1, period);
            }

            for (var split = from + 1; split < to; split++)
                Take(from, to, cost[from, split] + cost[split, to], -split);
        }

        /// <summary>Layers of an item: more than one where it joins branches.</summary>
        private static int Words(string layer) => 1 + layer.Count(c => c is '>' or '|');

        private void Take(int from, int to, int price, int how)
        {
            if (price < cost[from, to] || (price == cost[from, to] && how < 0 && to - from == 2))
                (cost[from, to], choice[from, to]) = (price, how);
        }

        private bool Repeats(int from, int to, int period)
        {
            for (var i = from + period; i < to; i++)
            {
                if (layers[i] != layers[i - period])
                    return false;
            }

            return true;
        }
    }
}
