namespace ConvNotebooks;

/// <summary>What one layer holds and computes for one image: neurons, weights, biases, multiply-adds.</summary>
/// <param name="Neurons">Output values: W₂·H₂·D₂.</param>
/// <param name="Weights">Learned weights without biases.</param>
/// <param name="Biases">Learned biases.</param>
/// <param name="MultiplyAdds">
/// Products added up in a forward pass of one image, padding taps counted as the page counts them; biases not counted.
/// </param>
public sealed record LayerCounts(Count Neurons, Count Weights, Count Biases, Count MultiplyAdds)
{
    /// <summary>Bytes of one float32 value.</summary>
    public const int BytesPerValue = 4;

    /// <summary>Weights and biases: <c>12·(5·5·3) = 900 weights + 12 biases = 912 parameters</c>.</summary>
    /// <exception cref="OverflowException">The sum is past 64 bits.</exception>
    public Count Parameters => Count.Sum("parameters", [Weights, Biases]);

    /// <summary>Bytes of the output volume in a forward pass: neurons · 4 bytes.</summary>
    /// <exception cref="OverflowException">The product is past 64 bits.</exception>
    public Count ActivationBytes => Count.Product("bytes", Neurons, BytesPerValue);

    /// <summary>Bytes of the output volume in training, where every activation has a gradient beside it: neurons · 2 · 4 bytes.</summary>
    /// <exception cref="OverflowException">The product is past 64 bits.</exception>
    public Count TrainingBytes => Count.Product("bytes", Neurons, 2, BytesPerValue);

    /// <summary>How the parameters come about, as the page writes it: <c>12·(5·5·3) = 900 weights + 12 biases</c>.</summary>
    public string ParameterDerivation => (Weights.Value, Biases.Value) switch
    {
        (0, 0) => "no parameters",
        (_, 0) => Weights.Derivation,
        _ => $"{Weights.Derivation} + {Biases}",
    };

    /// <summary>A layer without parameters that computes each output once.</summary>
    /// <param name="neurons">Its output values.</param>
    internal static LayerCounts WithoutParameters(Count neurons) =>
        new(neurons, Count.None("weights"), Count.None("biases"), Count.None("multiply-adds"));

    /// <summary>The counts of several layers added up.</summary>
    /// <param name="layers">The counts of each layer.</param>
    /// <exception cref="OverflowException">A sum is past 64 bits.</exception>
    public static LayerCounts Total(IReadOnlyCollection<LayerCounts> layers) => new(
        Count.Sum("neurons", layers.Select(l => l.Neurons)),
        Count.Sum("weights", layers.Select(l => l.Weights)),
        Count.Sum("biases", layers.Select(l => l.Biases)),
        Count.Sum("multiply-adds", layers.Select(l => l.MultiplyAdds)));
}
