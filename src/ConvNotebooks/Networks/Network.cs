namespace ConvNotebooks;

/// <summary>
/// A stack of layers with every volume between them inferred. Each call adds a layer and returns a new network that
/// shares the layers before it, so a stack can grow one notebook cell at a time.
/// </summary>
/// <example><c>Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU().MaxPool(2).Dense(10)</c></example>
public sealed partial class Network
{
    /// <summary>The seed of initial parameters where none is given.</summary>
    public const ulong DefaultSeed = 231;

    private readonly Stage[] stages;

    /// <summary>The volume of one image.</summary>
    public Shape InputShape { get; }

    /// <summary>The seed of the initial parameters.</summary>
    public ulong Seed { get; }

    /// <summary>The layers in their places.</summary>
    public IReadOnlyList<Stage> Stages => stages;

    /// <summary>The volume after the last layer; the input volume without layers. At the beginning of a branch, the volume before it.</summary>
    public Shape OutputShape => VolumeAfter(last);

    /// <summary>Neurons, weights, biases and multiply-adds of all layers, for one image; the input's values not counted.</summary>
    /// <exception cref="OverflowException">A sum is past 64 bits.</exception>
    public LayerCounts Total => LayerCounts.Total([.. stages.Select(s => s.Counts)]);

    /// <summary>The network in the document's notation, repetitions folded.</summary>
    public string Notation => NotationPrinter.Print(this);

    /// <summary>A layer in the document's notation, with its branches if it joins some: <c>ADD( CONV 64 3x3 p1 | )</c>.</summary>
    /// <param name="name">The layer's name, such as <c>add1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    public string NotationOf(string name) => NotationPrinter.Layer(this, this[name]);

    /// <summary>Begins a network with its input volume.</summary>
    /// <param name="width">Width of the images, in pixels.</param>
    /// <param name="height">Height of the images, in pixels.</param>
    /// <param name="depth">Channels: 3 for colour, 1 for grey.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side below 1.</exception>
    public static Network Input(int width, int height, int depth, ulong seed = DefaultSeed) =>
        Input(new Shape(width, height, depth), seed);

    /// <summary>Begins a network with its input volume.</summary>
    /// <param name="shape">The volume of one image.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    public static Network Input(Shape shape, ulong seed = DefaultSeed) => new(shape, seed, [], 0, "");

    /// <summary>Reads a network from the document's notation.</summary>
    /// <param name="notation">Such as <c>INPUT 32x32x3 -> [CONV 12 5x5 p2 -> RELU -> POOL 2]*2 -> FC 10</c>.</param>
    /// <param name="seed">The seed of the initial parameters.</param>
    /// <exception cref="NotationException">The text is no network; the message gives line and column.</exception>
    public static Network Parse(string notation, ulong seed = DefaultSeed) => NetworkPattern.Parse(notation).Build(seed);

    /// <summary>This network with its convolutions computed in another way, forward and backward; both share their parameters.</summary>
    /// <param name="algorithm">How to compute them; <see cref="ConvAlgorithm.Winograd"/> is faster and gives other bits, see there.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no algorithm.</exception>
    public Network With(ConvAlgorithm algorithm) => new(InputShape, Seed,
        [.. stages.Select(s => s.Layer is Conv2d conv ? s with { Layer = conv.With(algorithm) } : s)], last, branch);

    /// <summary>
    /// This network with every fully-connected layer as a convolution (CS231n, "Converting FC layers to CONV layers"), so that
    /// it slides over larger images in one pass; both share their parameters, and the layers keep their names.
    /// </summary>
    /// <exception cref="OverflowException">A receptive field is past 32 bits.</exception>
    public Network ToConvolutional()
    {
        var converted = new List<Stage>();
        foreach (var stage in stages)
        {
            var layer = stage.Layer is Dense dense ? dense.ToConv() : stage.Layer;
            converted.Add(stage with { Layer = layer, Counts = layer.Count(stage.Input), Field = Seen(layer, stage.Input, stage.From, converted) });
        }

        return new(InputShape, Seed, [.. converted], last, branch);
    }

    /// <summary>A layer in its place.</summary>
    /// <param name="name">The layer's name, such as <c>conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name; the message lists those there are.</exception>
    public Stage this[string name] => Array.Find(stages, s => s.Name == name)
        ?? throw new KeyNotFoundException($"Network: no layer is named '{name}'. There are: {string.Join(", ", stages.Select(s => s.Name))}.");

    /// <summary>A layer by name and type.</summary>
    /// <typeparam name="TLayer">The layer's type, such as <see cref="Conv2d"/>.</typeparam>
    /// <param name="name">The layer's name, such as <c>conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="InvalidCastException">The layer is of another type.</exception>
    public TLayer Layer<TLayer>(string name)
        where TLayer : Layer => this[name].Layer as TLayer
        ?? throw new InvalidCastException($"Network: layer '{name}' is a {this[name].Layer.GetType().Name}, not a {typeof(TLayer).Name}. "
            + $"Ask for Layer<{this[name].Layer.GetType().Name}>(\"{name}\").");

    /// <summary>Computes the output of every layer for a minibatch.</summary>
    /// <param name="input">The minibatch, [N, C, H, W], of the input volume; larger images where no layer fixes the size.</param>
    /// <exception cref="ShapeException">The input has another depth, or a layer was built for another volume.</exception>
    public Activations Forward(Tensor input)
    {
        CheckDepth(input);
        var outputs = new Tensor[stages.Length];
        for (var i = 0; i < stages.Length; i++)
        {
            Tensor[] volumes = [.. stages[i].From.Select(number => number == 0 ? input : outputs[number - 1])];
            outputs[i] = stages[i].Layer is Join join ? join.Forward(volumes) : stages[i].Layer.Forward(volumes[0]);
        }

        return new(this, input, outputs);
    }

    /// <summary>Computes the output of every layer into the tensors of an earlier pass; allocates nothing.</summary>
    /// <param name="input">A minibatch of the same axes as the earlier pass's.</param>
    /// <param name="earlier">What <see cref="Forward(Tensor)"/> of this network returned; its outputs are overwritten.</param>
    /// <exception cref="ShapeException">The input has other axes, or the pass is another network's.</exception>
    public void Forward(Tensor input, Activations earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        CheckDepth(input);
        if (earlier.Network != this || earlier.Input.Shape != input.Shape)
        {
            throw new ShapeException($"Network: the earlier pass was of {earlier.Network.Notation} on {earlier.Input.Shape}, and {input.Shape} "
                + "came. Give a pass of this network on a minibatch of the same axes.");
        }

        earlier.Input = input;
        for (var i = 0; i < stages.Length; i++)
        {
            if (stages[i].Layer is Join join)
                join.Forward(earlier.Into(stages[i]), earlier.After(i));
            else
                stages[i].Layer.Forward(earlier.After(stages[i].From[0] - 1), earlier.After(i));
        }
    }

    /// <summary>Computes the last layer's output for a minibatch, letting earlier outputs go unless there are branches.</summary>
    /// <param name="input">As for <see cref="Forward(Tensor)"/>.</param>
    /// <exception cref="ShapeException">As for <see cref="Forward(Tensor)"/>.</exception>
    public Tensor Predict(Tensor input)
    {
        CheckDepth(input);
        if (Array.Exists(stages, s => s.Layer is Join))
            return Forward(input).Output;
        return stages.Aggregate(input, (volume, stage) => stage.Layer.Forward(volume));
    }

    /// <summary>
    /// The parameters of all layers with their gradients, as optimizers take them, under names such as <c>conv1.weights</c>.
    /// Weight decay applies to weights alone. Made anew by each call: ask again after setting a <see cref="Parameter.Value"/>.
    /// </summary>
    public IReadOnlyList<LearnedTensor> LearnedTensors() =>
        [.. from stage in stages
            from parameter in stage.Layer.Parameters
            select new LearnedTensor($"{stage.Name}.{parameter.Name}", parameter.Value, parameter.Gradient, parameter.Decays)];

    /// <summary>The network in the document's notation.</summary>
    public override string ToString() => Notation;

    private void CheckDepth(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.C != InputShape.Depth)
        {
            throw new ShapeException($"Network: input {input.Shape} has {input.Shape.C} channels; the network begins with "
                + $"{InputShape}. Give images of {InputShape.Depth} channels, or begin with Network.Input({input.Shape.W}, "
                + $"{input.Shape.H}, {input.Shape.C}).");
        }
    }
}
