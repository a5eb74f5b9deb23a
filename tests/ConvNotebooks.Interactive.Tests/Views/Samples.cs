using System.Collections.Frozen;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive.Tests;

/// <summary>A value for every view, under the name of its approved text.</summary>
internal static class Samples
{
    private static readonly Network Cifar = Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU().MaxPool(2).Dense(10);

    private static readonly Network Inception = Network.Input(28, 28, 192)
        .Concat(b => b.Conv(64, 1).ReLU(), b => b.Conv(96, 1).ReLU().Conv(128, 3, pad: 1).ReLU(),
            b => b.Conv(16, 1).ReLU().Conv(32, 5, pad: 2).ReLU(), b => b.MaxPool(3, 1, 1).Conv(32, 1).ReLU())
        .Add(b => b.Concat(c => c.Conv(200, 1), c => c.Conv(56, 3, pad: 1)).BatchNorm(), b => b).ReLU().GlobalAveragePool();

    private static readonly FrozenDictionary<string, Func<object>> All = new Dictionary<string, Func<object>>
    {
        ["Shape"] = () => new Shape(32, 32, 3),
        ["Count"] = () => Count.Product("weights", 5, 5, 3),
        ["AxisFit"] = () => new Window(3, stride: 2, pad: 1).Fit(7),
        ["AxisFit.Crop"] = () => new Window(3, stride: 2).Fit(10, FitPolicy.Crop),
        ["AxisFit.ZeroPad"] = () => new Window(11, stride: 4).Fit(224, FitPolicy.ZeroPad),
        ["AxisFit.Strip"] = () => new Window(3, pad: 1).Fit(5).Strip([1, 2, -1, 1, -3], [1, 0, -1]),
        ["FitReport"] = () => new FitReport(new Window(3, stride: 2), 10),
        ["FitException"] = () => Assert.Throws<FitException>(() => Network.Input(32, 32, 3).MaxPool(3, stride: 2)),
        ["NotationException"] = () => Assert.Throws<NotationException>(() => Network.Parse("INPUT 32x32x3 -> CONF 12")),
        ["NotationException.Fit"] = () => Assert.Throws<NotationException>(
            () => Network.Parse("INPUT 32x32x3 -> CONV 12 5x5 p2\n  -> POOL 3 s2 -> FC 10")),
        ["Network"] = () => Cifar,
        ["Network.Input"] = () => Network.Input(224, 224, 3),
        ["Network.Branches"] = () => Inception,
        ["Diagram.Branches"] = () => Inception.Diagram(),
        ["MemoryLedger.Branches"] = () => Inception.MemoryLedger(),
        ["Stage"] = () => Cifar["conv1"],
        ["Stage.Concat"] = () => Inception["concat1"],
        ["Stage.Dense"] = () => Cifar["fc1"],
        ["Layer.Conv"] = () => new Conv2d(4, 8, size: 3, groups: 2, dilation: 2, bias: false),
        ["Layer.Pool"] = () => new MaxPool2d(2),
        ["Layer.Local"] = () => new LocallyConnected2d(new Shape(5, 5, 3), 2, size: 3),
        ["Layer.ReLU"] = () => new ReLU(),
        ["Parameter"] = () => Cifar.Layer<Conv2d>("conv1").Weights,
        ["Tensor"] = () => Tensor.Linspace(new TensorShape(2, 3, 9, 9), -1, 1),
        ["Tensor.Scores"] = () => Tensor.Linspace(new TensorShape(1, 10, 1, 1), 0, 0.9),
        ["Tensor.Flawed"] = () => new Tensor(new TensorShape(1, 1, 1, 4), [float.NaN, 2, float.PositiveInfinity, 0]),
        ["Volume"] = () => Tensor.Linspace(new TensorShape(1, 2, 3, 4), 0, 23).Volume(),
        ["Volume.Column"] = () => Tensor.Linspace(new TensorShape(1, 20, 3, 3), 0, 179).Volume().DepthColumn(1, 2),
        ["Volume.Large"] = () => Tensor.Linspace(new TensorShape(1, 20, 30, 40), 0, 1).Volume(),
        ["Activations"] = () => Cifar.Forward(new SeededRandom(5).Uniform(new TensorShape(1, 3, 32, 32))),
        ["Comparison"] = () => new Comparison("A neuron").Row(1, "weights on 32x32x3", 3072, new Shape(32, 32, 3).Neurons)
            .Row("input size", 224, 227, "the page says 224, the arithmetic needs 227"),
        ["Comparison.Correction"] = () => Corrected(),
        ["AcceptanceReport"] = () => new AcceptanceReport(AcceptanceReport.Parse(Corrected().ToDisplayString(Mime.Text))
            .Select((row, i) => new AcceptedRow(row, "03-stride.ipynb", "03-22", i + 1))),
        ["Picture"] = () => new Picture("one white pixel", Drawing.Png.Encode(1, 1, [0xFFFFFF])),
        ["View"] = () => new View("a < b"),
        ["Chart.Parameters"] = () => Charts.Parameters(Cifar),
        ["Chart.ActivationMemory"] = () => Charts.ActivationMemory(Cifar),
        ["Chart.HeatMap"] = () => Charts.HeatMap(Tensor.FromSlices(new float[,] { { -1, 0, 1 }, { -2, 0, 2 }, { -1, 0, 1 } }), "Sobel"),
        ["DotProduct"] = Demo,
        ["WeightGradient"] = () => DemoNetwork().WeightGradient("conv1", DemoImage(), 1, 2, 0, 1),
        ["InputGradient"] = () => DemoNetwork().InputGradient("conv1", DemoImage(), 0, 2, 3),
        ["Diagram"] = () => Cifar.Diagram(),
        ["MemoryLedger"] = () => Cifar.MemoryLedger(images: 32, optimizerCopies: 2),
        ["NetworkGradients"] = () => NetworkGradients.Of(Cifar, Photo(), 3),
        ["Top"] = () => Cifar.Forward(Photo()).Top([.. Enumerable.Range(0, 10).Select(c => $"class {c}")]),
        ["WeightHistograms"] = () => Cifar.WeightHistograms(),
        ["SaliencyMap"] = () => Cifar.SaliencyMap(Photo(), 3),
        ["OcclusionMap"] = () => Cifar.OcclusionMap(Photo(), 3, size: 8, stride: 4),
        ["Misclassified"] = () => Network.Input(8, 8, 1).Dense(10).Misclassified(Datasets.Digits().Test[..40], limit: 10),
        ["Confusion"] = () => Evaluation.Of(Network.Input(8, 8, 1).Dense(10), new Batches(Datasets.Digits().Test[..80], 40), new SoftmaxCrossEntropy()).Confusion,
        ["TrainingHistory"] = () => TrainingRecorderTests.Run(recorded: false).History,
        ["Dashboard"] = () => TrainingRecorderTests.Run(recorded: true) is var (history, recorder) ? history.Dashboard(recorder) : null!,
        ["Filters.Deep"] = () => new SeededRandom(3).Gaussian(new TensorShape(6, 5, 3, 3)).ToFilters(2..4, 1..),
        ["Sharing"] = () => Network.Input(13, 13, 3).Sharing(filters: 8, size: 5, stride: 1),
        ["Roofline"] = () => Roofline.Of("Three layers", 268, [new("DRAM", 43), new("L2", 180)],
            [new("conv1", 12.9, 110, "vgg"), new("conv2", 143, 250, "vgg"), new("fc1", 0.5, 18, "heads")]),
        ["Sees"] = () => Cifar.Sees("pool1", Photo(), 5, 3),
        ["Reaches"] = () => Cifar.Reaches(Photo(), 5, 3),
    }.ToFrozenDictionary();

    private static Comparison Corrected() => new Comparison("Padding").Row(21, "224 pixels", "54.25", "54.25", "no whole number")
        .Correction(21, "3 extra pixels a side", 55, "55.75", "213 + 2P is always odd");

    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The CS231n demo as its source draws it: inputs of 0, 1, 2, weights of -1, 0, 1, biases 1 and 0.</summary>
    public static DotProduct Demo() => DemoNetwork().DotProduct("conv1", DemoImage());

    public static object Make(string name) => All[name]();

    private static Network DemoNetwork()
    {
        var network = Network.Input(5, 5, 3).Conv(2, size: 3, stride: 2, pad: 1);
        var random = new SeededRandom(30);
        foreach (ref var weight in network.Layer<Conv2d>("conv1").Weights.Value.Edit())
            weight = random.NextInt32(3) - 1;
        network.Layer<Conv2d>("conv1").Biases!.Value[0, 0, 0, 0] = 1;
        return network;
    }

    private static Tensor DemoImage()
    {
        var image = new Tensor(1, 3, 5, 5);
        var random = new SeededRandom(31);
        foreach (ref var value in image.Edit())
            value = random.NextInt32(3);
        return image;
    }

    private static Tensor Photo() => new SeededRandom(5).Uniform(new TensorShape(1, 3, 32, 32));
}
