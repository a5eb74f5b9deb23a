namespace ConvNotebooks;

/// <summary>A network that grows from a pattern, layer by layer, and what became of each word.</summary>
internal sealed class PatternBuild(ulong seed)
{
    private const int MaxLayers = 10_000;

    /// <summary>The words so far, each with its stage; none for the input.</summary>
    internal List<(Token Word, Stage? Stage)> Built { get; } = [];

    /// <summary>Begins the network with a layer, or adds one that joins the branches where there are some.</summary>
    internal Network Add(Network? network, LayerNode layer, IReadOnlyList<Func<Network, Network>> branches)
    {
        network = network is null ? LayerWords.Begin(layer, seed) : LayerWords.Add(network, layer, branches);
        if (network.Stages.Count > MaxLayers)
            throw layer.Word.Error($"the network has more than {MaxLayers:N0} layers. Repeat fewer.");
        Built.Add((layer.Word, network.Stages.Count == 0 ? null : network.Stages[^1]));
        return network;
    }
}
