namespace ConvNotebooks.Benchmarks;

/// <summary>A network to compute on a minibatch with so many threads.</summary>
internal sealed class NetCase
{
    public NetCase(string model, Network network, int batch, int threads)
    {
        (Model, Network, Batch, Threads) = (model, network, batch, threads);
        InputShape = new TensorShape(batch, network.InputShape);
        Input = Numbers.Of(Numbers.Input, batch * network.InputShape.Width * network.InputShape.Height * network.InputShape.Depth);
    }

    public string Model { get; }

    public Network Network { get; }

    public int Batch { get; }

    public int Threads { get; }

    public TensorShape InputShape { get; }

    public float[] Input { get; }

    public int OutputLength => Batch * Network.OutputShape.Width * Network.OutputShape.Height * Network.OutputShape.Depth;

    /// <summary>Floating-point operations of the convolutional and fully-connected layers, two a multiply-add.</summary>
    public double Flops => 2.0 * Batch * (long)Network.Total.MultiplyAdds;
}
