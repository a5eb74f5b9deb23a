namespace ConvNotebooks.Benchmarks;

/// <summary>A network to compute on a minibatch with so many threads.</summary>
internal sealed class NetCase
{
    public NetCase(string model, Network network, int batch, int threads, ConvAlgorithm algorithm = ConvAlgorithm.Auto)
    {
        (Model, Network, Batch, Threads, Algorithm) = (model, network, batch, threads, algorithm);
        InputShape = new TensorShape(batch, network.InputShape);
        Input = Numbers.Of(Numbers.Input, batch * network.InputShape.Width * network.InputShape.Height * network.InputShape.Depth);
    }

    public string Model { get; }

    public Network Network { get; }

    public int Batch { get; }

    public int Threads { get; }

    /// <summary>How our convolutions are computed.</summary>
    public ConvAlgorithm Algorithm { get; }

    public TensorShape InputShape { get; }

    public float[] Input { get; }

    public int OutputLength => Batch * Network.OutputShape.Width * Network.OutputShape.Height * Network.OutputShape.Depth;

    /// <summary>Floating-point operations of the convolutional and fully-connected layers, two a multiply-add.</summary>
    public double Flops => 2.0 * Batch * (long)Network.Total.MultiplyAdds;
}
