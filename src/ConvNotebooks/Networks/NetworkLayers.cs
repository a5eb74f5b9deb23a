namespace ConvNotebooks;

/// <summary>The calls that add a layer; each returns the network with it.</summary>
public sealed partial class Network
{
    /// <summary>Adds a convolutional layer; the channels follow from the volume before it.</summary>
    /// <param name="filters">Number of filters K.</param>
    /// <param name="size">Filter size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; 1 when left out.</param>
    /// <param name="pad">Zero-padding P, in pixels per side.</param>
    /// <param name="dilation">Pixels from one tap to the next; 1 (dense) when left out.</param>
    /// <param name="groups">Groups of channels and filters.</param>
    /// <param name="bias">Whether each filter has a bias.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <param name="name">The layer's name; <c>conv1</c>, <c>conv2</c>, … when left out.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    /// <exception cref="ArgumentException">A size below 1, groups that do not divide, or a name that is taken.</exception>
    public Network Conv(int filters, PerAxis size, PerAxis? stride = null, Padding2d pad = default, PerAxis? dilation = null,
        int groups = 1, bool bias = true, FitPolicy fit = FitPolicy.Throw, string? name = null) =>
        Add(place => new Conv2d(OutputShape.Depth, filters, size, stride, pad, dilation, groups, bias, fit)
        {
            Name = place.Name,
            Seed = Seed,
            Stream = place.Stream,
        }, "conv", name);

    /// <summary>Adds a locally-connected layer: a convolution's connectivity, no parameter sharing.</summary>
    /// <param name="filters">Filters K at each position.</param>
    /// <param name="size">Filter size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; 1 when left out.</param>
    /// <param name="pad">Zero-padding P, in pixels per side.</param>
    /// <param name="dilation">Pixels from one tap to the next; 1 (dense) when left out.</param>
    /// <param name="bias">Whether each neuron has a bias.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <param name="name">The layer's name; <c>local1</c>, … when left out.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    /// <exception cref="ArgumentException">A size below 1, or a name that is taken.</exception>
    public Network Local(int filters, PerAxis size, PerAxis? stride = null, Padding2d pad = default, PerAxis? dilation = null,
        bool bias = true, FitPolicy fit = FitPolicy.Throw, string? name = null) =>
        Add(place => new LocallyConnected2d(OutputShape, filters, size, stride, pad, dilation, bias, fit)
        {
            Name = place.Name,
            Seed = Seed,
            Stream = place.Stream,
        }, "local", name);

    /// <summary>Adds a max-pooling layer.</summary>
    /// <param name="size">Window size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; the size when left out.</param>
    /// <param name="pad">Padding, in pixels per side.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <param name="name">The layer's name; <c>pool1</c>, … when left out.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    /// <exception cref="ArgumentException">A size below 1, padding as large as the window, or a name that is taken.</exception>
    public Network MaxPool(PerAxis size, PerAxis? stride = null, Padding2d pad = default, FitPolicy fit = FitPolicy.Throw,
        string? name = null) => Add(place => new MaxPool2d(size, stride, pad, fit) { Name = place.Name }, "pool", name);

    /// <summary>Adds an average-pooling layer.</summary>
    /// <param name="size">Window size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; the size when left out.</param>
    /// <param name="pad">Padding, in pixels per side.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <param name="includePadding">Whether padding counts as zeros in the mean.</param>
    /// <param name="name">The layer's name; <c>avgpool1</c>, … when left out.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    /// <exception cref="ArgumentException">A size below 1, padding as large as the window, or a name that is taken.</exception>
    public Network AveragePool(PerAxis size, PerAxis? stride = null, Padding2d pad = default, FitPolicy fit = FitPolicy.Throw,
        bool includePadding = false, string? name = null) =>
        Add(place => new AveragePool2d(size, stride, pad, fit, includePadding) { Name = place.Name }, "avgpool", name);

    /// <summary>Adds an L2-norm-pooling layer.</summary>
    /// <param name="size">Window size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; the size when left out.</param>
    /// <param name="pad">Padding, in pixels per side.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <param name="name">The layer's name; <c>l2pool1</c>, … when left out.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    /// <exception cref="ArgumentException">A size below 1, padding as large as the window, or a name that is taken.</exception>
    public Network L2Pool(PerAxis size, PerAxis? stride = null, Padding2d pad = default, FitPolicy fit = FitPolicy.Throw,
        string? name = null) => Add(place => new L2Pool2d(size, stride, pad, fit) { Name = place.Name }, "l2pool", name);

    /// <summary>Adds a rectifier, max(0, x).</summary>
    /// <param name="name">The layer's name; <c>relu1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Network ReLU(string? name = null) => Add(place => new ReLU { Name = place.Name }, "relu", name);

    /// <summary>Adds a leaky rectifier, x above 0 and slope·x below.</summary>
    /// <param name="slope">The slope below 0, from 0 to 1.</param>
    /// <param name="name">The layer's name; <c>leaky1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">A slope outside 0 to 1, or a name that is taken.</exception>
    public Network LeakyReLU(double slope = 0.01, string? name = null) => Add(place => new LeakyReLU(slope) { Name = place.Name }, "leaky", name);

    /// <summary>Adds a batch normalisation of every depth slice.</summary>
    /// <param name="momentum">How much of the running statistics each step replaces.</param>
    /// <param name="epsilon">What keeps the divisor from 0.</param>
    /// <param name="name">The layer's name; <c>bn1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">A number outside its range, or a name that is taken.</exception>
    public Network BatchNorm(double momentum = 0.1, double epsilon = 1e-5, string? name = null) =>
        Add(place => new BatchNorm2d(OutputShape.Depth, momentum, epsilon) { Name = place.Name }, "bn", name);

    /// <summary>Adds a dropout, which works in training alone.</summary>
    /// <param name="rate">The probability of being dropped, at least 0 and below 1.</param>
    /// <param name="name">The layer's name; <c>dropout1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">A rate outside its range, or a name that is taken.</exception>
    public Network Dropout(double rate = 0.5, string? name = null) =>
        Add(place => new Dropout(rate) { Name = place.Name, Seed = Seed, Stream = place.Stream }, "dropout", name);

    /// <summary>Adds a local response normalisation.</summary>
    /// <param name="size">Slices that are summed over.</param>
    /// <param name="alpha">α, the weight of the sum.</param>
    /// <param name="beta">β, the exponent.</param>
    /// <param name="k">k, what is added to the sum.</param>
    /// <param name="name">The layer's name; <c>lrn1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">A number outside its range, or a name that is taken.</exception>
    public Network LocalResponseNorm(int size = 5, double alpha = 1e-4, double beta = 0.75, double k = 1, string? name = null) =>
        Add(place => new LocalResponseNorm(size, alpha, beta, k) { Name = place.Name }, "lrn", name);

    /// <summary>Adds the mean of every depth slice.</summary>
    /// <param name="name">The layer's name; <c>gap1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Network GlobalAveragePool(string? name = null) => Add(place => new GlobalAveragePool { Name = place.Name }, "gap", name);

    /// <summary>Adds a fully-connected layer.</summary>
    /// <param name="units">Neurons.</param>
    /// <param name="bias">Whether each neuron has a bias.</param>
    /// <param name="name">The layer's name; <c>fc1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">Fewer than one unit, or a name that is taken.</exception>
    public Network Dense(int units, bool bias = true, string? name = null) =>
        Add(place => new Dense(OutputShape, units, bias) { Name = place.Name, Seed = Seed, Stream = place.Stream }, "fc", name);

    /// <summary>Adds a layer that lays the volume out as one depth column.</summary>
    /// <param name="name">The layer's name; <c>flatten1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Network Flatten(string? name = null) => Add(place => new Flatten { Name = place.Name }, "flatten", name);

    /// <summary>Adds a softmax over each depth column.</summary>
    /// <param name="name">The layer's name; <c>softmax1</c>, … when left out.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Network Softmax(string? name = null) => Add(place => new Softmax { Name = place.Name }, "softmax", name);

    private Network Add(Func<(string Name, ulong Stream), Layer> build, string kind, string? name, int[]? from = null)
    {
        name ??= $"{kind}{stages.Count(s => s.Name.StartsWith(kind, StringComparison.Ordinal) && s.Name.Length > kind.Length && char.IsAsciiDigit(s.Name[kind.Length])) + 1}";
        if (Array.Exists(stages, s => s.Name == name))
            throw new ArgumentException($"Network: a layer is already named '{name}'. Give this one another name.", nameof(name));

        var layer = build((name, (ulong)stages.Length + 1));
        from ??= [last];
        var input = layer is Add { Output: var sum } ? sum : VolumeAfter(from[0]);
        var stage = new Stage(stages.Length + 1, name, layer, input, layer.OutputShape(input), layer.Count(input),
            Seen(layer, input, from, stages), from, branch);
        return new(InputShape, Seed, [.. stages, stage], stages.Length + 1, branch);
    }
}
