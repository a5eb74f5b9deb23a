namespace ConvNotebooks;

/// <summary>Reads classes from the scores of a minibatch.</summary>
internal static class Scores
{
    /// <summary>The scores of one image.</summary>
    internal static ReadOnlySpan<float> Of(Tensor logits, int image)
    {
        var classes = logits.Values.Length / logits.Shape.N;
        return logits.Values.Slice(image * classes, classes);
    }

    /// <summary>The class with the highest score, the first of equal ones.</summary>
    internal static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
            best = scores[c] > scores[best] ? c : best;
        return best;
    }

    /// <summary>How many classes come before one: those with a higher score, and equal ones before it.</summary>
    internal static int Rank(ReadOnlySpan<float> scores, int label)
    {
        var rank = 0;
        for (var c = 0; c < scores.Length; c++)
            rank += scores[c] > scores[label] || (scores[c] == scores[label] && c < label) ? 1 : 0;
        return rank;
    }

    /// <summary>How many images of a minibatch have their class's score on top.</summary>
    internal static int Right(Tensor logits, ReadOnlySpan<int> labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            right += Best(Of(logits, i)) == labels[i] ? 1 : 0;
        return right;
    }
}
