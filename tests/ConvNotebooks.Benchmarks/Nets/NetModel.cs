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

    /// <summary>Residual blocks that keep the volume.</summary>
    private static string Blocks(int filters, int count) => $"[ADD( {Convolution(filters)} -> RELU -> {Convolution(filters)} | ) -> RELU]*{count}";

    /// <summary>The residual block that halves the sides of the volume and deepens it.</summary>
    private static string Narrowing(int filters) =>
        $"ADD subsample( {Convolution(filters, "3x3 s2 p1 floor")} -> RELU -> {Convolution(filters)} | ) -> RELU";
}
