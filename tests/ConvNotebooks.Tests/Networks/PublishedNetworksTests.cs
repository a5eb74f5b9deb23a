namespace ConvNotebooks.Tests.Networks;

/// <summary>
/// Networks with branches against published numbers: "num_params" and "GFLOPS" on torchvision's pages of resnet18 and resnet50, and
/// the column "ops" of table 1 in C. Szegedy et al., "Going deeper with convolutions" (2015).
/// </summary>
public class PublishedNetworksTests
{
    private const string Stem = "INPUT 224x224x3 -> CONV 64 7x7 s2 p3 floor nobias -> BN -> RELU -> POOL 3 s2 p1 floor";

    [Fact]
    public void ResNet_18()
    {
        var net = Network.Parse($"{Stem} -> [{Pair(64)}]*2 -> {Halving(128)} -> {Pair(128)} -> {Halving(256)} -> {Pair(256)} -> {Halving(512)} -> {Pair(512)} -> GAP -> FC 1000");
        Assert.Equal(11_689_512, net.Total.Parameters.Value);
        Assert.Equal(1.81, Math.Round(Multiplying(net) / 1e9, 2));
        Assert.Equal(new Shape(7, 7, 512), net["gap1"].Input);
    }

    [Fact]
    public void ResNet_50()
    {
        var net = Network.Parse($"{Stem} -> {First(64, 1)} -> [{Next(64)}]*2 -> {First(128, 2)} -> [{Next(128)}]*3 -> {First(256, 2)} -> [{Next(256)}]*5 "
            + $"-> {First(512, 2)} -> [{Next(512)}]*2 -> GAP -> FC 1000");
        Assert.Equal(25_557_032, net.Total.Parameters.Value);
        Assert.Equal(4.09, Math.Round(Multiplying(net) / 1e9, 2));
        Assert.Equal(53, net.Stages.Count(s => s.Layer is Conv2d));
        Assert.Equal(new Shape(7, 7, 2048), net["gap1"].Input);
        Assert.Equal(net.Notation, Network.Parse(net.Notation).Notation);
    }

    /// <summary>
    /// Table 1 gives millions of operations, of which each module's is here within one; module 5a's 54 million are 51 by the filters of its
    /// own row. 6,998,552 parameters are those of the modules'
    /// columns; the table's own sum of its column "params" is 6.8 million, with 1000K for a head of 1,025,000.
    /// </summary>
    [Fact]
    public void GoogLeNet()
    {
        Func<Network, Network> pool = n => n.MaxPool(3, 2, fit: FitPolicy.ZeroPad);
        var net = pool(Network.Input(224, 224, 3).Conv(64, 7, 2, 3, fit: FitPolicy.Floor).ReLU()).LocalResponseNorm().Conv(64, 1).ReLU().Conv(192, 3, pad: 1).ReLU().LocalResponseNorm();
        int[][] modules =
        [
            [64, 96, 128, 16, 32, 32], [128, 128, 192, 32, 96, 64], [192, 96, 208, 16, 48, 64], [160, 112, 224, 24, 64, 64], [128, 128, 256, 24, 64, 64],
            [112, 144, 288, 32, 64, 64], [256, 160, 320, 32, 128, 128], [256, 160, 320, 32, 128, 128], [384, 192, 384, 48, 128, 128],
        ];
        int[] millions = [128, 304, 73, 88, 100, 119, 170, 51, 71];
        for (var i = 0; i < modules.Length; i++)
        {
            if (i is 0 or 2 or 7)
                net = pool(net);
            var before = net;
            net = Inception(net, modules[i]);
            Assert.InRange((Multiplying(net) - Multiplying(before)) / 1e6, millions[i] - 1, millions[i] + 1);
        }

        net = net.GlobalAveragePool().Dropout(0.4).Dense(1000).Softmax();
        Assert.Equal(new Shape(7, 7, 1024), net["gap1"].Input);
        Assert.Equal(6_998_552, net.Total.Parameters.Value);
        Assert.Equal(9, net.Stages.Count(s => s.Layer is Concat));
    }

    private static Network Inception(Network net, int[] filters) => net.Concat(
        b => b.Conv(filters[0], 1).ReLU(),
        b => b.Conv(filters[1], 1).ReLU().Conv(filters[2], 3, pad: 1).ReLU(),
        b => b.Conv(filters[3], 1).ReLU().Conv(filters[4], 5, pad: 2).ReLU(),
        b => b.MaxPool(3, 1, 1).Conv(filters[5], 1).ReLU());

    /// <summary>Multiply-adds of convolutions and fully-connected layers, as others count them.</summary>
    private static long Multiplying(Network net) => net.Stages.Where(s => s.Layer is Conv2d or Dense).Sum(s => (long)s.Counts.MultiplyAdds.Value);

    private static string Pair(int filters) => $"ADD( {Conv(filters, "3x3 p1")} -> RELU -> {Conv(filters, "3x3 p1")} | ) -> RELU";

    private static string Halving(int filters) =>
        $"ADD( {Conv(filters, "3x3 s2 p1 floor")} -> RELU -> {Conv(filters, "3x3 p1")} | {Conv(filters, "1x1 s2 floor")} ) -> RELU";

    private static string First(int filters, int stride) => $"ADD( {Conv(filters, "1x1")} -> RELU -> {Conv(filters, $"3x3 s{stride} p1 floor")} -> RELU "
        + $"-> {Conv(4 * filters, "1x1")} | {Conv(4 * filters, $"1x1 s{stride} floor")} ) -> RELU";

    private static string Next(int filters) =>
        $"ADD( {Conv(filters, "1x1")} -> RELU -> {Conv(filters, "3x3 p1")} -> RELU -> {Conv(4 * filters, "1x1")} | ) -> RELU";

    private static string Conv(int filters, string window) => $"CONV {filters} {window} nobias -> BN";
}
