namespace ConvNotebooks;

/// <summary>The word that somebody meant who wrote another: a slip of the fingers, or the name that other libraries give a layer.</summary>
internal static class NearestWord
{
    private const int MostSlips = 2;

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CONV2D"] = "CONV",
        ["MAXPOOL"] = "POOL",
        ["MAXPOOL2D"] = "POOL",
        ["AVERAGEPOOL"] = "AVGPOOL",
        ["AVGPOOL2D"] = "AVGPOOL",
        ["DENSE"] = "FC",
        ["LINEAR"] = "FC",
        ["BATCHNORM"] = "BN",
        ["BATCHNORM2D"] = "BN",
        ["LEAKYRELU"] = "LEAKY",
        ["GLOBALAVERAGEPOOL"] = "GAP",
    };

    /// <summary>The word; null when none is near.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The words there are, of which the first of the nearest is taken.</param>
    internal static string? Of(string written, IEnumerable<string> known)
    {
        if (OtherNames.TryGetValue(written, out var meant))
            return meant;
        if (written.Length > known.Max(word => word.Length) + MostSlips)
            return null;
        var (nearest, slips) = known.Select(word => (word, Slips(written.ToUpperInvariant(), word))).MinBy(found => found.Item2);
        return slips <= MostSlips && slips < nearest.Length - 1 ? nearest : null;
    }

    /// <summary>Letters added, left out, changed or swapped with the next (optimal string alignment).</summary>
    private static int Slips(string written, string word)
    {
        var cost = new int[written.Length + 1, word.Length + 1];
        for (var i = 0; i <= written.Length; i++)
        {
            for (var j = 0; j <= word.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (written[i - 1] == word[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && written[i - 1] == word[j - 2] && written[i - 2] == word[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[written.Length, word.Length];
    }
}
