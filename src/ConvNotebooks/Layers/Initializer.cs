namespace ConvNotebooks;

/// <summary>
/// Initial values of weights, random with a variance that follows from a layer's fan-in (the weights of one neuron) and
/// fan-out (the neurons that one input feeds), so that activations neither fade nor grow with depth. A layer starts with
/// <see cref="HeNormal"/>; to begin otherwise: <c>conv.Weights.Value = Initializer.GlorotUniform.Make(random, conv.Weights.Shape)</c>.
/// </summary>
/// <remarks>
/// Sources: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010);
/// K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015).
/// </remarks>
public sealed class Initializer
{
    private readonly string name;
    private readonly bool uniform;
    private readonly Func<double, double, double> variance;

    private Initializer(string name, bool uniform, Func<double, double, double> variance) =>
        (this.name, this.uniform, this.variance) = (name, uniform, variance);

    /// <summary>Normal with variance 2/fan-in: for layers before a ReLU.</summary>
    public static Initializer HeNormal { get; } = new("He normal", uniform: false, (fanIn, _) => 2 / fanIn);

    /// <summary>Uniform with variance 2/fan-in, ±√(6/fan-in).</summary>
    public static Initializer HeUniform { get; } = new("He uniform", uniform: true, (fanIn, _) => 2 / fanIn);

    /// <summary>Normal with variance 2/(fan-in + fan-out): for layers before tanh, or before no activation.</summary>
    public static Initializer GlorotNormal { get; } = new("Glorot normal", uniform: false, (fanIn, fanOut) => 2 / (fanIn + fanOut));

    /// <summary>Uniform with variance 2/(fan-in + fan-out), ±√(6/(fan-in + fan-out)).</summary>
    public static Initializer GlorotUniform { get; } = new("Glorot uniform", uniform: true, (fanIn, fanOut) => 2 / (fanIn + fanOut));

    /// <summary>Makes a tensor of initial weights.</summary>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="shape">The weights, [K, C, H, W].</param>
    /// <param name="fanIn">Weights of one neuron; C·H·W when left out.</param>
    /// <param name="fanOut">Neurons that one input feeds; K·H·W when left out, which is right for a convolution of stride 1. Give a
    /// fully-connected layer's units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fan below 1.</exception>
    public Tensor Make(SeededRandom random, TensorShape shape, int? fanIn = null, int? fanOut = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        var into = fanIn is { } i ? Sizes.AtLeastOne(i, nameof(Initializer), nameof(fanIn)) : (double)shape.C * shape.H * shape.W;
        var outOf = fanOut is { } o ? Sizes.AtLeastOne(o, nameof(Initializer), nameof(fanOut)) : (double)shape.N * shape.H * shape.W;
        var spread = variance(into, outOf);
        if (!uniform)
            return random.Gaussian(shape, Math.Sqrt(spread));
        var bound = (float)Math.Sqrt(3 * spread);
        return random.Uniform(shape, -bound, bound);
    }

    /// <summary>Gives every layer of a network new initial weights, each from its own stream of the network's seed.</summary>
    /// <param name="network">The network.</param>
    public void Apply(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (var layer in network.Stages.Select(stage => stage.Layer))
        {
            var random = new SeededRandom(layer.Seed, layer.Stream);
            switch (layer)
            {
                case Conv2d conv:
                    conv.Weights.Value = Make(random, conv.Weights.Shape);
                    break;
                case Dense dense:
                    dense.Weights.Value = Make(random, dense.Weights.Shape, fanOut: dense.Units);
                    break;
                case LocallyConnected2d local:
                    local.Weights.Value = Make(random, local.Weights.Shape, fanIn: local.Weights.Shape.C, fanOut: local.Filters * local.Window.Size.Width * local.Window.Size.Height);
                    break;
            }
        }
    }

    /// <summary>The name: <c>He normal</c>.</summary>
    public override string ToString() => name;
}
