namespace ConvNotebooks.Benchmarks;

/// <summary>Every installed peer computes what the reference computes: the same problem, sizes and numbers reach all of them.</summary>
internal static class PeerTests
{
    private const double Bound = 2e-5;

    private static readonly string[] Lines =
    [
        "plain 3x9x8 5 3x3 p1", "strided 16x12x11 32 3x3 s2 p1", "leftover 4x10x10 6 3x3 s2", "grouped 8x7x7 12 5x5 p2 g2",
        "depthwise 16x9x9 16 3x3 p1 g16", "pointwise 20x6x6 17 1x1", "dilated 4x13x13 8 3x3 p2 d2", "row 3x6x20 7 1x5",
    ];

    public static IEnumerable<(string Name, Action Test)> All()
    {
        foreach (var name in PeerList.Names.Prepend("ours"))
        {
            foreach (var pass in Enum.GetValues<Pass>())
                yield return ($"{name} computes {PassWords.Of(pass)} as the reference does", () => Check(name, pass));
            foreach (var model in new[] { "cifar", "resnet20", "resnet18", "googlenet" })
                yield return ($"{name} computes {model} as ours does", () => Network(name, model));
        }
    }

    private static void Check(string name, Pass pass)
    {
        using var peer = Start(name);
        var contestants = 0;
        foreach (var line in Lines)
        {
            var c = new ConvCase(ConvShape.Parse(line), 2, pass, 2);
            var check = new ErrorCheck(c);
            foreach (var contestant in peer.Prepare(c))
            {
                contestants++;
                contestant.Run(2);
                Expect.Within(Bound, check.Of(contestant));
                contestant.Dispose();
            }
        }

        if (contestants == 0)
            throw new Skipped("it has no such pass");
    }

    private static void Network(string name, string model)
    {
        using var peer = Start(name);
        var c = new NetCase(model, NetModel.Create(model), 2, 1);
        var expected = c.Network.Predict(new Tensor(c.InputShape, c.Input)).Values.ToArray();
        int[] places = [.. Enumerable.Range(0, c.OutputLength)];
        var contestant = peer.Prepare(c).FirstOrDefault() ?? throw new Skipped("it has layers, not networks");
        contestant.Run(1);
        Expect.Within(Bound, Statistics.LargestDifference(contestant.Values(places), expected));
        contestant.Dispose();
    }

    private static IPeer Start(string name)
    {
        var peer = name == "ours" ? new Ours(ConvAlgorithm.Auto) : PeerList.Create(name);
        return peer.Version is null ? throw new Skipped(peer.Remark) : peer;
    }
}
