namespace ConvNotebooks.Benchmarks;

/// <summary>A network to train on one minibatch, over and over, with so many threads.</summary>
internal sealed class TrainingCase(string model, int batch, int threads, ConvAlgorithm algorithm = ConvAlgorithm.Auto)
{
    /// <summary>Small, so that thousands of steps leave numbers that are worth computing with.</summary>
    public const double Rate = 1e-4, Momentum = 0.9;

    private static readonly Dictionary<string, string> Notations = new()
    {
        ["cifar"] = "INPUT 32x32x3 -> [[CONV 32 3x3 p1 -> RELU]*2 -> POOL 2]*3 -> FC 10",

        // README's recipe for CIFAR-10.
        ["cifarbn"] = "INPUT 32x32x3 -> [CONV 32 3x3 p1 nobias -> BN -> RELU]*2 -> POOL 2 -> [CONV 64 3x3 p1 nobias -> BN -> RELU]*2 -> POOL 2"
            + " -> [CONV 128 3x3 p1 nobias -> BN -> RELU]*2 -> GAP -> FC 10",

        // LeCun et al. 1998 with max pooling and rectifiers, on MNIST's 28x28 images.
        ["lenet5"] = "INPUT 28x28x1 -> CONV 6 5x5 p2 -> RELU -> POOL 2 -> CONV 16 5x5 -> RELU -> POOL 2 -> FC 120 -> RELU -> FC 84 -> RELU -> FC 10",
    };

    public static string[] Models { get; } = [.. Notations.Keys];

    /// <summary>Those that are measured where none is named.</summary>
    public static string[] Usual { get; } = ["cifar", "lenet5"];

    public string Model => model;

    public int Batch => batch;

    public int Threads => threads;

    /// <summary>How our convolutions are computed.</summary>
    public ConvAlgorithm Algorithm => algorithm;

    /// <summary>The same case computed in another way, on a network of its own.</summary>
    public TrainingCase With(ConvAlgorithm other) => new(model, batch, threads, other);

    /// <summary>A network of its own: training changes it. The peers' begin with the same weights.</summary>
    public Network Network { get; } = NetModel.Weighted(Network.Parse(Notations.TryGetValue(model, out var notation)
        ? notation
        : throw new UsageException($"--model: '{model}' came; {string.Join(", ", Notations.Keys)} was needed."))).With(algorithm);

    public int Classes => Network.OutputShape.Depth;

    public TensorShape InputShape => new(batch, Network.InputShape);

    /// <summary>Operations of a step, two a multiply-add: forward, and twice as many backward.</summary>
    public double Flops => 6.0 * batch * (long)Network.Total.MultiplyAdds;

    public override string ToString() => $"{model}, batch {batch}, threads {threads}" + (algorithm == ConvAlgorithm.Auto ? "" : $", {algorithm}");
}
