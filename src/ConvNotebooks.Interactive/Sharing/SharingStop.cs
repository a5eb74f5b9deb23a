namespace ConvNotebooks.Interactive;

/// <summary>One stop between a fully-connected layer and a convolution: which positions share a set of weights, and what that costs.</summary>
/// <param name="Name">What such a layer is called.</param>
/// <param name="Block">Positions along a side of the block that shares; 1 where each has its own; 0 for a fully-connected layer.</param>
/// <param name="Sets">Sets of weights in a depth slice.</param>
/// <param name="Connections">Weights of a neuron.</param>
/// <param name="Formula">How the count comes about.</param>
/// <param name="Parameters">Weights and biases of the layer.</param>
internal sealed record SharingStop(string Name, int Block, long Sets, long Connections, string Formula, long Parameters)
{
    private const int MostBetween = 3;

    /// <summary>Every stop for a layer of that output.</summary>
    /// <exception cref="FitException">The window does not fit the network's output.</exception>
    public static IReadOnlyList<SharingStop> Of(Network network, int filters, int size, int stride, int pad)
    {
        var input = network.OutputShape;
        var output = network.Conv(filters, size, stride, pad).OutputShape;
        var (seen, all) = ((long)size * size * input.Depth, input.Neurons.Value);
        var (places, neurons) = ((long)output.Width * output.Height, output.Neurons.Value);
        var whole = Math.Min(output.Width, output.Height);
        var between = Enumerable.Range(2, Math.Max(0, whole - 2)).Where(s => output.Width % s == 0 && output.Height % s == 0 && s < Math.Max(output.Width, output.Height)).ToList();
        var some = Enumerable.Range(0, Math.Min(MostBetween, between.Count)).Select(i => between[i * between.Count / Math.Min(MostBetween, between.Count)]);
        SharingStop Shared(string name, int block, long sets) => new(name, block, sets, seen,
            $"{(sets == 1 ? "" : $"{Numbers.Whole(sets)} · ")}{Numbers.Whole(filters)} · ({size}·{size}·{input.Depth} + 1)", sets * filters * (seen + 1));
        return
        [
            new("fully connected", 0, places, all, $"{Numbers.Whole(neurons)} · ({input.Width}·{input.Height}·{input.Depth} + 1)", neurons * (all + 1)),
            Shared("locally connected", 1, places),
            .. some.Select(s => Shared($"shared in blocks of {s} x {s}", s, places / s / s)),
            Shared("convolution, shared by all", Math.Max(output.Width, output.Height), 1),
        ];
    }
}
