namespace ConvNotebooks;

/// <summary>
/// The layer in which branches meet: several volumes come in, one goes out. Each branch is a chain of layers on the volume
/// before the branches; an empty one is that volume itself. Made by <see cref="Network.Concat(Func{Network, Network}[])"/> and
/// <see cref="Network.Add(Func{Network, Network}[])"/>.
/// </summary>
public abstract class Join : Layer
{
    private protected Join(IReadOnlyList<Shape> volumes, Shape output) => (Volumes, Output) = (volumes, output);

    /// <summary>The volumes that the branches give, in order.</summary>
    public IReadOnlyList<Shape> Volumes { get; }

    /// <summary>The volume that goes out.</summary>
    public Shape Output { get; }

    /// <inheritdoc/>
    public override string Notation => Word;

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [new("branches", "n", $"{Volumes.Count}")];

    /// <inheritdoc/>
    /// <remarks>Of the width and height that come in, and the depth of <see cref="Output"/>.</remarks>
    public override Shape OutputShape(Shape input) => new(input.Width, input.Height, Output.Depth);

    /// <summary>Joins the volumes of a minibatch.</summary>
    /// <param name="volumes">What the branches gave, [N, C, H, W] each, in order.</param>
    /// <returns>What they are joined to.</returns>
    /// <exception cref="ShapeException">There are more or fewer than branches, or they do not fit together.</exception>
    public Tensor Forward(IReadOnlyList<Tensor> volumes)
    {
        ArgumentNullException.ThrowIfNull(volumes);
        Tensor[] inputs = [.. volumes];
        var output = new Tensor(OutputShape(inputs));
        Compute(inputs, output);
        return output;
    }

    /// <summary>Joins the volumes of a minibatch into a tensor that is there already; allocates nothing.</summary>
    internal void Forward(Tensor[] volumes, Tensor output)
    {
        output.Edit();
        Compute(volumes, output);
    }

    /// <summary>Joins volumes into a tensor of the right axes; everything has been checked.</summary>
    internal abstract void Compute(Tensor[] volumes, Tensor output);

    /// <summary>The gradient with respect to a branch's volume, overwritten, from that with respect to the output.</summary>
    internal abstract void Backward(int branch, Tensor outputGradient, Tensor inputGradient);

    /// <summary>What a neuron sees through all branches together: the smallest field that holds theirs.</summary>
    internal virtual ReceptiveField Through(IReadOnlyList<ReceptiveField> fields) => fields.Aggregate((a, b) => a.With(b));

    /// <inheritdoc/>
    internal sealed override void Compute(Tensor input, Tensor output, LayerState? state) => throw new InvalidOperationException(
        $"{Who}: one volume came, and this layer joins {Volumes.Count}. Run it in its network, or call Forward with a list of volumes.");

    /// <inheritdoc/>
    internal sealed override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state) =>
        throw new InvalidOperationException($"{Who}: the gradients of its branches are asked for one by one.");

    private protected abstract TensorShape OutputShape(Tensor[] volumes);

    /// <summary>What each branch gives, for errors: <c>branch 1 gives [28x28x64], branch 2 gives [28x28x128]</c>.</summary>
    private protected static string Listed<T>(IEnumerable<T> volumes) =>
        string.Join(", ", volumes.Select((volume, i) => $"branch {i + 1} gives {volume}"));
}
