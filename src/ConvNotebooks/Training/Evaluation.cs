using System.Globalization;

namespace ConvNotebooks;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">The mean loss of an image.</param>
/// <param name="Accuracy">The share of images whose class has the highest score.</param>
/// <param name="Top5">The share of images whose class is among the five highest scores.</param>
/// <param name="Confusion">Which classes were taken for which.</param>
public sealed record Evaluation(double Loss, double Accuracy, double Top5, ConfusionMatrix Confusion)
{
    /// <summary>Runs a network over all batches of a data set, in inference: no dropout, running statistics.</summary>
    /// <param name="network">The network, ending in one score for each class.</param>
    /// <param name="batches">The images; their order does not matter.</param>
    /// <param name="loss">The loss to report.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="ShapeException">Images or classes do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Evaluation Of(Network network, Batches batches, Loss loss, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(loss);
        var confusion = new ConfusionMatrix(batches.Data.Classes);
        if (network.OutputShape.Depth != confusion.Classes.Count)
        {
            throw new ShapeException($"Evaluation: the network ends with {network.OutputShape}, and {batches.Data.Name} has {confusion.Classes.Count} classes. "
                + $"End it with {confusion.Classes.Count} scores.");
        }

        var plans = new Dictionary<int, InferencePlan>();
        double sum = 0, amongFive = 0;
        foreach (var batch in batches.Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!plans.TryGetValue(batch.Count, out var plan))
                plans.Add(batch.Count, plan = new InferencePlan(network, batch.Count));
            var logits = plan.Run(batch.Images);
            sum += loss.Forward(logits, batch.Labels) * batch.Count;
            for (var i = 0; i < batch.Count; i++)
            {
                var scores = Scores.Of(logits, i);
                confusion.Add(batch.Labels[i], Scores.Best(scores));
                amongFive += Scores.Rank(scores, batch.Labels[i]) < 5 ? 1 : 0;
            }
        }

        return new(sum / confusion.Total, confusion.Accuracy, amongFive / confusion.Total, confusion);
    }

    /// <summary>The figures in one line: <c>loss 0.312, accuracy 91.2%, top 5 99.4% of 10,000 images</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"loss {Loss:0.000}, accuracy {Accuracy:0.0%}, top 5 {Top5:0.0%} of {Confusion.Total:N0} images");
}
