namespace ConvNotebooks;

/// <summary>What a run's results call the figures of the test images.</summary>
public static class TestResults
{
    internal const string Loss = "test/loss";

    /// <summary>The figures of an evaluation, by the names of results.</summary>
    /// <param name="evaluation">How the network does on the test images.</param>
    public static IReadOnlyDictionary<string, double> Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return new OrderedDictionary<string, double> { [Loss] = evaluation.Loss, ["test/accuracy"] = evaluation.Accuracy, ["test/top5"] = evaluation.Top5 };
    }
}
