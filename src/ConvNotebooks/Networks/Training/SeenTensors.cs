namespace ConvNotebooks;

/// <summary>Tensors of a training pass that somebody looked at, made at the first look and filled at the first after every step.</summary>
internal sealed class SeenTensors(Network network, int images)
{
    private readonly Tensor?[] tensors = new Tensor?[network.Stages.Count];
    private readonly bool[] filled = new bool[network.Stages.Count];

    /// <summary>What was there is of the step before.</summary>
    internal void Forget() => Array.Clear(filled);

    /// <summary>The tensor of a stage, filled unless it is.</summary>
    internal Tensor See(int stage, Action<int, Tensor> fill)
    {
        var tensor = tensors[stage] ??= new Tensor(new TensorShape(images, network.Stages[stage].Output));
        if (!filled[stage])
        {
            fill(stage, tensor);
            filled[stage] = true;
        }

        return tensor;
    }
}
