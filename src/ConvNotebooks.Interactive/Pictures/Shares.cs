namespace ConvNotebooks.Interactive;

/// <summary>A network's scores as shares of 1: through a softmax unless the network ends with one.</summary>
internal static class Shares
{
    public static Tensor Of(Network network, Tensor output) => network.Stages is [.., { Layer: Softmax }] ? output : new Softmax().Forward(output);
}
