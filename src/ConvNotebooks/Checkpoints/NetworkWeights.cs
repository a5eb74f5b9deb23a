using System.Security.Cryptography;

namespace ConvNotebooks;

/// <summary>The tensors of a network, learned ones and running statistics, by name: layer and parameter joined by a dot, <c>conv1.weights</c>.</summary>
public static class NetworkWeights
{
    /// <summary>The tensors themselves, in the order of the layers.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyDictionary<string, Tensor> Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var tensors = new OrderedDictionary<string, Tensor>();
        foreach (var (name, parameter) in Parameters(network))
            tensors.Add(name, parameter.Value);
        return tensors;
    }

    /// <summary>Gives a network other tensors, all or none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">Exactly the network's names and axes; kept, not copied.</param>
    /// <param name="source">Where they come from, for errors.</param>
    /// <exception cref="CheckpointException">A tensor is missing, is one too many, or has other axes.</exception>
    public static void Set(Network network, IReadOnlyDictionary<string, Tensor> tensors, string source = "tensors")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tensors);
        var parameters = Parameters(network).ToArray();
        foreach (var (name, parameter) in parameters)
        {
            if (!tensors.TryGetValue(name, out var tensor))
                throw Error($"has no '{name}' {parameter.Shape}");
            if (tensor.Shape != parameter.Shape)
                throw Error($"has '{name}' {tensor.Shape}, {parameter.Shape} was needed");
        }

        if (tensors.Keys.Except(parameters.Select(p => p.Name)).FirstOrDefault() is { } stranger)
            throw Error($"has '{stranger}', which the network has not");
        foreach (var (name, parameter) in parameters)
            parameter.Value = tensors[name];

        CheckpointException Error(string problem) => new($"NetworkWeights: '{source}' {problem}. Give the weights of {Short(network.Notation)}.");
    }

    /// <summary>Saves the weights as a safetensors file, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; the network's notation is saved in it too.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public static void Save(Network network, string path) =>
        Safetensors.Write(path, Of(network), new Dictionary<string, string> { ["network"] = network.Notation });

    /// <summary>Loads weights from a safetensors file, all or none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is damaged, or does not hold exactly the network's names and axes.</exception>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    public static void Load(Network network, string path) => Set(network, Safetensors.Read(path).Tensors, Path.GetFileName(path));

    /// <summary>The SHA-256 of all weights' little-endian bytes in the order of the layers: equal hashes, equal networks to the bit.</summary>
    /// <param name="network">The network.</param>
    public static string Hash(Network network)
    {
        using var sha = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        {
            foreach (var tensor in Of(network).Values)
                Safetensors.WriteValues(stream, tensor.Values);
        }

        return Convert.ToHexStringLower(sha.Hash!);
    }

    private static IEnumerable<(string Name, Parameter Parameter)> Parameters(Network network) =>
        from stage in network.Stages
        from parameter in stage.Layer.Parameters.Concat(stage.Layer.Statistics)
        select ($"{stage.Name}.{parameter.Name}", parameter);

    private static string Short(string notation) => notation.Length > 200 ? notation[..200] + "…" : notation;
}
