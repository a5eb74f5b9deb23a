namespace ConvNotebooks;

/// <summary>One layer in its place in a network: its name, the volumes it stands between, and what it costs.</summary>
/// <param name="Number">The place in the stack, from 1.</param>
/// <param name="Name">The name, such as <c>conv1</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The volume that comes in.</param>
/// <param name="Output">The volume that goes out.</param>
/// <param name="Counts">Neurons, weights, biases, multiply-adds for one image.</param>
/// <param name="Field">What one of its neurons sees of the network's input.</param>
public sealed record Stage(
    int Number, string Name, Layer Layer, Shape Input, Shape Output, LayerCounts Counts, ReceptiveField Field)
{
    /// <summary>Where the output volume comes from, with its numbers: <c>(32 − 5 + 2·2)/1 + 1 = 32</c>.</summary>
    public string Formula => Layer.Formula(Input);
}
