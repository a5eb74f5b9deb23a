namespace ConvNotebooks;

/// <summary>A copy of all tensors of a network, learned ones and running statistics, to go back to.</summary>
internal sealed class WeightSnapshot
{
    private readonly Network network;
    private readonly Dictionary<string, Tensor> copies;

    internal WeightSnapshot(Network network)
    {
        this.network = network;
        copies = NetworkWeights.Of(network).ToDictionary(t => t.Key, t => t.Value.Clone());
    }

    /// <summary>A tensor as it was.</summary>
    internal Tensor this[string name] => copies[name];

    /// <summary>Copies the network's tensors as they are now.</summary>
    internal void Take()
    {
        foreach (var (name, tensor) in NetworkWeights.Of(network))
            tensor.Values.CopyTo(copies[name].Edit());
    }

    /// <summary>Writes the copies back into the network's own tensors.</summary>
    internal void Restore()
    {
        foreach (var (name, tensor) in NetworkWeights.Of(network))
            copies[name].Values.CopyTo(tensor.Edit());
    }
}
