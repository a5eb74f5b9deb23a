namespace ConvNotebooks.Benchmarks;

/// <summary>The libraries to compare with, by name.</summary>
internal static class PeerList
{
    public static readonly string[] Names = ["onnxruntime", "onednn", "torch"];

    /// <summary>Starts the named peers that are installed; the others are named with the reason and left out. <c>none</c> is no peer.</summary>
    /// <exception cref="UsageException">No peer has a name.</exception>
    public static List<IPeer> Start(IEnumerable<string> names)
    {
        var peers = new List<IPeer>();
        foreach (var name in names.Distinct().Where(n => n != "none"))
        {
            var peer = Create(name);
            Console.WriteLine(peer.Version is null ? $"{name}: left out, {peer.Remark}" : $"{name} {peer.Version}: {peer.Remark}");
            if (peer.Version is null)
                peer.Dispose();
            else
                peers.Add(peer);
        }

        return peers;
    }

    /// <summary>One peer, installed or not.</summary>
    /// <exception cref="UsageException">No peer has the name.</exception>
    public static IPeer Create(string name) => name switch
    {
        "onnxruntime" => new OnnxRuntimePeer(),
        "onednn" => new OneDnnPeer(),
        "torch" => new TorchPeer(),
        _ => throw new UsageException($"--peer: '{name}' came; {string.Join(", ", Names)} was needed."),
    };
}
