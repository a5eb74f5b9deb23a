namespace ConvNotebooks;

/// <summary>
/// One layer of a ConvNet: a function from an input volume to an output volume, with or without parameters. A layer
/// holds its parameters and nothing of a pass, so that one layer may run on several threads at once.
/// </summary>
public abstract class Layer
{
    /// <summary>The name in its network, such as <c>conv1</c>; null for a layer on its own.</summary>
    public string? Name { get; init; }

    /// <summary>The seed of the initial parameters.</summary>
    public ulong Seed { get; init; } = Network.DefaultSeed;

    /// <summary>Which of the seed's independent streams gives this layer's initial parameters: its place in a network.</summary>
    public ulong Stream { get; init; }

    /// <summary>The document's word for this kind of layer: CONV, POOL, RELU, FC.</summary>
    public abstract string Word { get; }

    /// <summary>The layer in the document's notation: <c>CONV 12 5x5 p2</c>.</summary>
    public abstract string Notation { get; }

    /// <summary>What a person chooses and training leaves alone: filters, size, stride, padding.</summary>
    public abstract IReadOnlyList<Hyperparameter> Hyperparameters { get; }

    /// <summary>The learned tensors, weights first; empty for layers such as POOL and RELU.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>
    /// Tensors that training measures instead of learning them, such as the running mean of batch normalisation: saved with the
    /// parameters, and left alone by optimizers.
    /// </summary>
    public virtual IReadOnlyList<Parameter> Statistics => [];

    /// <summary>The output volume for an input volume.</summary>
    /// <param name="input">The input volume.</param>
    /// <exception cref="ShapeException">The layer was built for another volume.</exception>
    /// <exception cref="FitException">The layer's window does not fit the volume.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>Where the output volume comes from, with its numbers: <c>(32 − 5 + 2·2)/1 + 1 = 32</c>.</summary>
    /// <param name="input">The input volume.</param>
    public virtual string Formula(Shape input) => "same volume";

    /// <summary>Neurons, weights, biases and multiply-adds for one image.</summary>
    /// <param name="input">The input volume.</param>
    /// <exception cref="ShapeException">The layer was built for another volume.</exception>
    /// <exception cref="FitException">The layer's window does not fit the volume.</exception>
    /// <exception cref="OverflowException">A count is past 64 bits.</exception>
    public virtual LayerCounts Count(Shape input) => LayerCounts.WithoutParameters(OutputShape(input).Neurons);

    /// <summary>The weights of one neuron, without its bias; zero for a layer without parameters: <c>5·5·3 = 75 weights</c>.</summary>
    /// <param name="input">The input volume.</param>
    public virtual Count WeightsPerNeuron(Shape input) => ConvNotebooks.Count.None("weights");

    /// <summary>The receptive field on the network's input after this layer.</summary>
    /// <param name="field">The field before it.</param>
    /// <param name="input">The input volume.</param>
    public virtual ReceptiveField Through(ReceptiveField field, Shape input) => field;

    /// <summary>Computes the output volumes of a minibatch.</summary>
    /// <param name="input">The input, [N, C, H, W].</param>
    /// <returns>The output, [N, C₂, H₂, W₂] of <see cref="OutputShape(Shape)"/>.</returns>
    /// <exception cref="ShapeException">The layer was built for another volume.</exception>
    /// <exception cref="FitException">The layer's window does not fit the input.</exception>
    public Tensor Forward(Tensor input)
    {
        var output = new Tensor(OutputShape(input));
        Compute(input, output, null);
        return output;
    }

    /// <summary>Computes the output volumes of a minibatch into a tensor that is there already; allocates nothing.</summary>
    /// <param name="input">The input, [N, C, H, W].</param>
    /// <param name="output">Overwritten with the output, [N, C₂, H₂, W₂] of <see cref="OutputShape(Shape)"/>.</param>
    /// <exception cref="ShapeException">The layer was built for another volume, or the output has other axes.</exception>
    /// <exception cref="FitException">The layer's window does not fit the input.</exception>
    public void Forward(Tensor input, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var expected = OutputShape(input);
        if (output.Shape != expected)
            throw new ShapeException($"{Who}: output {output.Shape} came, {expected} is what the layer computes. Give a tensor of those axes.");
        output.Edit();
        Compute(input, output, null);
    }

    /// <summary>
    /// What a training pass needs beside input and output: room for what the forward half leaves for the backward half, used
    /// again at every step; null for layers that leave nothing.
    /// </summary>
    internal virtual LayerState? NewState(TensorShape input) => null;

    /// <summary>Computes the output into a tensor of the right axes; everything has been checked.</summary>
    /// <param name="input">The input.</param>
    /// <param name="output">Overwritten.</param>
    /// <param name="state">What <see cref="NewState"/> made, in training; null in inference.</param>
    internal abstract void Compute(Tensor input, Tensor output, LayerState? state);

    /// <summary>
    /// Computes the gradients of the loss with respect to the input and to the parameters (<see cref="Parameter.Gradient"/>),
    /// both overwritten, from that with respect to the output.
    /// </summary>
    /// <param name="input">The input of <see cref="Compute"/>.</param>
    /// <param name="output">What it computed.</param>
    /// <param name="outputGradient">The gradient with respect to the output.</param>
    /// <param name="inputGradient">Overwritten; null where it is not needed.</param>
    /// <param name="state">The state that was given to <see cref="Compute"/>.</param>
    internal abstract void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state);

    /// <summary>The axes of the output for a minibatch, with an error that speaks of tensors.</summary>
    private protected virtual TensorShape OutputShape(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new(input.Shape.N, OutputShape(input.Shape.Volume));
    }

    /// <summary>The layer's type and name as errors give it: <c>Conv2d 'conv1'</c>.</summary>
    protected internal string Who => Name is null ? GetType().Name : $"{GetType().Name} '{Name}'";

    /// <summary>The layer in the document's notation.</summary>
    public override string ToString() => Notation;

    private protected SeededRandom Random() => new(Seed, Stream);
}

/// <summary>A number that a person chooses and training leaves alone.</summary>
/// <param name="Name">What it is: filters, size, stride.</param>
/// <param name="Symbol">The document's letter: K, F, S, P.</param>
/// <param name="Value">Its value as text.</param>
public sealed record Hyperparameter(string Name, string Symbol, string Value);
