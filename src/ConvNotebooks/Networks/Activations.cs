namespace ConvNotebooks;

/// <summary>What a forward pass computed: the input and the output of every layer, found by the layer's name.</summary>
public sealed class Activations
{
    private readonly Func<int, Tensor> outputs;
    private readonly Dictionary<int, Tensor[]> joined = [];

    internal Activations(Network network, Tensor input, Tensor[] outputs)
        : this(network, input, stage => outputs[stage])
    {
    }

    /// <summary>Activations that are brought into tensors when somebody asks for them, stage by stage from 0.</summary>
    internal Activations(Network network, Tensor input, Func<int, Tensor> outputs) =>
        (Network, Input, this.outputs) = (network, input, outputs);

    /// <summary>The network that computed them.</summary>
    public Network Network { get; }

    /// <summary>The minibatch that came in, [N, C, H, W].</summary>
    public Tensor Input { get; internal set; }

    /// <summary>The last layer's output; the input for a network without layers.</summary>
    public Tensor Output => After(Network.Stages.Count - 1);

    /// <summary>The volume after a stage, counted from 0; the input for −1.</summary>
    internal Tensor After(int stage) => stage < 0 ? Input : outputs(stage);

    /// <summary>The volumes that come into a stage, in an array that is used again.</summary>
    internal Tensor[] Into(Stage stage)
    {
        if (!joined.TryGetValue(stage.Number, out var volumes))
            joined.Add(stage.Number, volumes = new Tensor[stage.From.Count]);
        for (var i = 0; i < volumes.Length; i++)
            volumes[i] = After(stage.From[i] - 1);
        return volumes;
    }

    /// <summary>The names of the layers, in order.</summary>
    public IEnumerable<string> Names => Network.Stages.Select(s => s.Name);

    /// <summary>The output of a layer.</summary>
    /// <param name="name">The layer's name, such as <c>conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name; the message lists those there are.</exception>
    public Tensor this[string name] => outputs(Network[name].Number - 1);

    /// <summary>The layers and their outputs: <c>Activations of 5 layers, output [1, 10, 1, 1] (N C H W)</c>.</summary>
    public override string ToString() => $"Activations of {Network.Stages.Count} layers, output {Output.Shape}";
}
