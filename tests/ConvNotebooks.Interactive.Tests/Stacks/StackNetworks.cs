namespace ConvNotebooks.Interactive.Tests;

/// <summary>Networks with branches to draw.</summary>
internal static class StackNetworks
{
    /// <summary>The Inception module of GoogLeNet.</summary>
    public static Network Inception(Network net, int a, int b1, int b, int c1, int c, int d) => net.Concat(n => n.Conv(a, 1).ReLU(),
        n => n.Conv(b1, 1).ReLU().Conv(b, 3, pad: 1).ReLU(), n => n.Conv(c1, 1).ReLU().Conv(c, 5, pad: 2).ReLU(), n => n.MaxPool(3, 1, 1).Conv(d, 1).ReLU());

    /// <summary>ResNet-50 as torchvision builds it: 25,557,032 parameters.</summary>
    public static Network ResNet50()
    {
        var net = Network.Input(224, 224, 3).Conv(64, 7, 2, 3, bias: false, fit: FitPolicy.Floor).BatchNorm().ReLU().MaxPool(3, 2, 1, FitPolicy.Floor);
        foreach (var (filters, blocks) in new[] { (64, 3), (128, 4), (256, 6), (512, 3) })
        {
            for (var i = 0; i < blocks; i++)
                net = Bottleneck(net, filters, i == 0 && filters > 64 ? 2 : 1);
        }

        return net.GlobalAveragePool().Dense(1000);
    }

    /// <summary>A network of a seed: chains of up to five layers, branches in branches, no two convolutions alike.</summary>
    public static Network Random(ulong seed)
    {
        var (random, filters) = (new SeededRandom(seed), 1);
        return Chain(Network.Input(20 + random.NextInt32(60), 20, 3), 0).GlobalAveragePool().Dense(5);

        Network Chain(Network net, int depth)
        {
            for (var left = 1 + random.NextInt32(5); left > 0; left--)
            {
                net = random.NextInt32(depth < 3 ? 7 : 4) switch
                {
                    0 => net.ReLU(),
                    1 => net.MaxPool(3, 1, 1),
                    2 => net.Conv(filters++, 3, pad: 1).BatchNorm().ReLU(),
                    3 => net.Conv(filters++, 1),
                    4 or 5 => net.Concat(Branches(depth, 0)),
                    _ => net.Add(Branches(depth, filters++)),
                };
            }

            return net;
        }

        Func<Network, Network>[] Branches(int depth, int equal)
        {
            var empty = equal > 0 ? -1 : random.NextInt32(5);
            return [.. Enumerable.Range(0, 2 + random.NextInt32(3)).Select<int, Func<Network, Network>>(i => i == empty ? b => b
                : equal > 0 ? b => Chain(b, depth + 1).Conv(equal, 1) : b => Chain(b, depth + 1))];
        }
    }

    private static Network Bottleneck(Network net, int filters, int stride)
    {
        Network Conv(Network n, int k, int size, int s = 1) =>
            n.Conv(k, size, s, pad: size / 2, bias: false, fit: s == 1 ? FitPolicy.Throw : FitPolicy.Floor).BatchNorm();
        var deep = 4 * filters;
        var isSame = net.OutputShape.Depth == deep;
        return net.Add(b => Conv(Conv(Conv(b, filters, 1).ReLU(), filters, 3, stride).ReLU(), deep, 1), b => isSame ? b : Conv(b, deep, 1, stride)).ReLU();
    }
}
