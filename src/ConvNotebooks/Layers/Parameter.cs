namespace ConvNotebooks;

/// <summary>A tensor of a layer, learned or measured in training. It is made at its first use, so that counting a large network costs no memory.</summary>
public sealed class Parameter
{
    private readonly Func<TensorShape, Tensor> initial;
    private readonly string who;
    private readonly Lock gate = new();
    private Tensor? value, gradient;

    internal Parameter(string who, string name, TensorShape shape, Func<TensorShape, Tensor> initial) =>
        (this.who, Name, Shape, this.initial) = (who, name, shape, initial);

    /// <summary>What it is: weights, biases, scale, mean.</summary>
    public string Name { get; }

    /// <summary>The axes.</summary>
    public TensorShape Shape { get; }

    /// <summary>The values. Setting replaces the tensor; to change single values, edit the tensor.</summary>
    /// <exception cref="ShapeException">A tensor of other axes was set.</exception>
    public Tensor Value
    {
        get
        {
            if (value is { } made)
                return made;
            lock (gate)
                return value ??= initial(Shape);
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            this.value = value.Shape == Shape
                ? value
                : throw new ShapeException($"{who}: {Name} {value.Shape} came, {Shape} are needed. Give a tensor of those axes.");
        }
    }

    /// <summary>
    /// The gradient of the loss with respect to the values: zeros at first, overwritten by every backward pass.
    /// </summary>
    public Tensor Gradient
    {
        get
        {
            if (gradient is { } made)
                return made;
            lock (gate)
                return gradient ??= new Tensor(Shape);
        }
    }

    /// <summary>Whether weight decay applies: to weights, and not to biases and scales.</summary>
    public bool Decays => Name == "weights";

    /// <summary>Name and axes: <c>weights [12, 3, 5, 5] (N C H W)</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";
}
