namespace ConvNotebooks.Benchmarks;

/// <summary>Whole networks to compare, in the document's notation.</summary>
internal static class NetModel
{
    private static readonly Dictionary<string, string> Notations = new()
    {
        // Krizhevsky et al. 2012 with its groups; without its local response normalisation, which the library lacks.
        ["alexnet"] = "INPUT 227x227x3 -> CONV 96 11x11 s4 -> RELU -> POOL 3 s2 -> CONV 256 5x5 p2 g2 -> RELU -> POOL 3 s2"
            + " -> [CONV 384 3x3 p1 -> RELU] -> CONV 384 3x3 p1 g2 -> RELU -> CONV 256 3x3 p1 g2 -> RELU -> POOL 3 s2"
            + " -> [FC 4096 -> RELU]*2 -> FC 1000 -> SOFTMAX",

        // Simonyan and Zisserman 2014, configuration D.
        ["vgg16"] = "INPUT 224x224x3 -> [CONV 64 3x3 p1 -> RELU]*2 -> POOL 2 -> [CONV 128 3x3 p1 -> RELU]*2 -> POOL 2"
            + " -> [CONV 256 3x3 p1 -> RELU]*3 -> POOL 2 -> [[CONV 512 3x3 p1 -> RELU]*3 -> POOL 2]*2"
            + " -> [FC 4096 -> RELU]*2 -> FC 1000 -> SOFTMAX",

        // He et al. 2016, section 4.2, n = 3: shortcuts without parameters (A).
        ["resnet20"] = $"INPUT 32x32x3 -> {Convolution(16)} -> RELU -> {Blocks(16, 3)} -> {Narrowing(32)} -> {Blocks(32, 2)}"
            + $" -> {Narrowing(64)} -> {Blocks(64, 2)} -> GAP -> FC 10 -> SOFTMAX",

        // He et al. 2016, table 1, with projection shortcuts (B) and the stride in the 3x3 convolution, as torchvision builds it.
        ["resnet18"] = $"{ResNetStem} -> [{Pair(64)}]*2 -> {Pair(128, halves: true)} -> {Pair(128)} -> {Pair(256, halves: true)} -> {Pair(256)}"
            + $" -> {Pair(512, halves: true)} -> {Pair(512)} -> GAP -> FC 1000 -> SOFTMAX",
        ["resnet50"] = $"{ResNetStem} -> {Bottleneck(64, 1)} -> [{Bottleneck(64)}]*2 -> {Bottleneck(128, 2)} -> [{Bottleneck(128)}]*3"
            + $" -> {Bottleneck(256, 2)} -> [{Bottleneck(256)}]*5 -> {Bottleneck(512, 2)} -> [{Bottleneck(512)}]*2 -> GAP -> FC 1000 -> SOFTMAX",

        // Szegedy et al. 2015, table 1; without its local response normalisations and the two classifiers on the way.
        ["googlenet"] = "INPUT 224x224x3 -> CONV 64 7x7 s2 p3 floor -> RELU -> POOL 3 s2 p0:1 -> CONV 64 1x1 -> RELU -> CONV 192 3x3 p1 -> RELU -> POOL 3 s2 p0:1"
            + $" -> {Inception(64, 96, 128, 16, 32, 32)} -> {Inception(128, 128, 192, 32, 96, 64)} -> POOL 3 s2 p0:1"
            + $" -> {Inception(192, 96, 208, 16, 48, 64)} -> {Inception(160, 112, 224, 24, 64, 64)} -> {Inception(128, 128, 256, 24, 64, 64)}"
            + $" -> {Inception(112, 144, 288, 32, 64, 64)} -> {Inception(256, 160, 320, 32, 128, 128)} -> POOL 3 s2 p0:1"
            + $" -> {Inception(256, 160, 320, 32, 128, 128)} -> {Inception(384, 192, 384, 48, 128, 128)} -> GAP -> FC 1000 -> SOFTMAX",

        // Howard et al. 2017, table 1, width 1; the last depthwise layer has stride 1, as its output size in the table says.
        ["mobilenet"] = $"INPUT 224x224x3 -> {Convolution(32, "3x3 s2 p1 floor")} -> RELU -> {Separable(32, 64)} -> {Separable(64, 128, 2)}"
            + $" -> {Separable(128, 128)} -> {Separable(128, 256, 2)} -> {Separable(256, 256)} -> {Separable(256, 512, 2)}"
            + $" -> [{Separable(512, 512)}]*5 -> {Separable(512, 1024, 2)} -> {Separable(1024, 1024)} -> GAP -> FC 1000 -> SOFTMAX",

        // Karpathy's CIFAR-10 demo of ConvNetJS.
        ["cifar"] = "INPUT 32x32x3 -> CONV 16 5x5 p2 -> RELU -> POOL 2 -> [CONV 20 5x5 p2 -> RELU -> POOL 2]*2 -> FC 10 -> SOFTMAX",
    };

    public static string[] Names { get; } = [.. Notations.Keys];

    /// <summary>The network of a model, with weights that every contestant can make for itself.</summary>
    /// <exception cref="UsageException">There is no such model.</exception>
    public static Network Create(string model)
    {
        if (!Notations.TryGetValue(model, out var notation))
            throw new UsageException($"--model: '{model}' came; {string.Join(", ", Names)} was needed.");
        return Weighted(Network.Parse(notation));
    }

    /// <summary>Gives a network weights that every contestant can make for itself.</summary>
    public static Network Weighted(Network network)
    {
        foreach (var stage in network.Stages)
        {
            for (var i = 0; i < stage.Layer.Parameters.Count; i++)
            {
                var parameter = stage.Layer.Parameters[i];
                parameter.Value = new Tensor(parameter.Shape, NetNumbers.Of(stage, i));
            }
        }

        return network;
    }

    private static string Convolution(int filters, string window = "3x3 p1") => $"CONV {filters} {window} nobias -> BN";

    /// <summary>A depthwise convolution and the pointwise one after it.</summary>
    private static string Separable(int channels, int filters, int stride = 1) =>
        $"{Convolution(channels, $"3x3 s{stride} p1 g{channels} floor")} -> RELU -> {Convolution(filters, "1x1")} -> RELU";

    private static string ResNetStem => $"INPUT 224x224x3 -> {Convolution(64, "7x7 s2 p3 floor")} -> RELU -> POOL 3 s2 p1 floor";

    /// <summary>Two 3x3 convolutions, around them the volume or, where it is halved and deepened, a projection.</summary>
    private static string Pair(int filters, bool halves = false) => !halves
        ? $"ADD( {Convolution(filters)} -> RELU -> {Convolution(filters)} | ) -> RELU"
        : $"ADD( {Convolution(filters, "3x3 s2 p1 floor")} -> RELU -> {Convolution(filters)} | {Convolution(filters, "1x1 s2 floor")} ) -> RELU";

    /// <summary>A 3x3 convolution between two of 1x1, around them the volume or, with a stride, a projection.</summary>
    private static string Bottleneck(int filters, int? stride = null)
    {
        var step = stride is 2 ? " s2" : "";
        var projection = stride is null ? "" : $" {Convolution(4 * filters, stride is 2 ? "1x1 s2 floor" : "1x1")}";
        return $"ADD( {Convolution(filters, "1x1")} -> RELU -> {Convolution(filters, $"3x3{step} p1{(stride is 2 ? " floor" : "")}")} -> RELU"
            + $" -> {Convolution(4 * filters, "1x1")} |{projection} ) -> RELU";
    }

    /// <summary>An Inception module: the filters of each branch, those of the reductions before them.</summary>
    private static string Inception(int ones, int reduce3, int threes, int reduce5, int fives, int pooled) =>
        $"CONCAT( CONV {ones} 1x1 -> RELU | CONV {reduce3} 1x1 -> RELU -> CONV {threes} 3x3 p1 -> RELU"
        + $" | CONV {reduce5} 1x1 -> RELU -> CONV {fives} 5x5 p2 -> RELU | POOL 3 s1 p1 -> CONV {pooled} 1x1 -> RELU )";

    /// <summary>Residual blocks that keep the volume.</summary>
    private static string Blocks(int filters, int count) => $"[ADD( {Convolution(filters)} -> RELU -> {Convolution(filters)} | ) -> RELU]*{count}";

    /// <summary>The residual block that halves the sides of the volume and deepens it.</summary>
    private static string Narrowing(int filters) =>
        $"ADD subsample( {Convolution(filters, "3x3 s2 p1 floor")} -> RELU -> {Convolution(filters)} | ) -> RELU";
}
