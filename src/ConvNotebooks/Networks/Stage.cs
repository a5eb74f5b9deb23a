namespace ConvNotebooks;

/// <summary>One layer in its place in a network: its name, the volumes it stands between, and what it costs.</summary>
/// <param name="Number">The place in the stack, from 1.</param>
/// <param name="Name">The name, such as <c>conv1</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The volume that comes in.</param>
/// <param name="Output">The volume that goes out.</param>
/// <param name="Counts">Neurons, weights, biases, multiply-adds for one image.</param>
/// <param name="Field">What one of its neurons sees of the network's input.</param>
/// <param name="From">The numbers of the stages whose outputs come in, 0 for the network's input: one, or one for each branch of a <see cref="Join"/>.</param>
/// <param name="Branch">The branch it is in, from 1, after those around it: <c>2</c>, <c>2.1</c>; empty outside of branches.</param>
public sealed record Stage(
    int Number, string Name, Layer Layer, Shape Input, Shape Output, LayerCounts Counts, ReceptiveField Field,
    IReadOnlyList<int> From, string Branch)
{
    /// <summary>The name as tables give it: after the branch it is in, <c>2.1 | conv3</c>.</summary>
    public string Place => Branch.Length == 0 ? Name : $"{Branch} | {Name}";

    /// <summary>Where the output volume comes from, with its numbers: <c>(32 − 5 + 2·2)/1 + 1 = 32</c>.</summary>
    public string Formula => Layer.Formula(Input);
}
