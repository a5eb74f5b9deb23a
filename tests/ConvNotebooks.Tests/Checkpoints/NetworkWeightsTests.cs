using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ConvNotebooks.Tests.Checkpoints;

public sealed class NetworkWeightsTests : IDisposable
{
    private const string Notation = "INPUT 8x8x1 -> [CONV 2 3x3 -> RELU]*2 -> FC 3";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Names_are_layer_and_parameter() => Assert.Equal(
        ["conv1.weights", "conv1.biases", "conv2.weights", "conv2.biases", "fc1.weights", "fc1.biases"],
        NetworkWeights.Of(Network.Parse(Notation)).Keys);

    [Fact]
    public void Names_count_through_branches() => Assert.Equal(
        ["conv1.weights", "conv2.weights", "conv3.weights", "bn1.scale", "bn1.shift", "bn1.mean", "bn1.variance", "conv4.weights"],
        NetworkWeights.Of(Network.Parse("INPUT 8x8x1 -> CONV 2 1x1 nobias -> CONCAT( CONV 2 1x1 nobias | CONV 2 3x3 p1 nobias -> BN ) -> CONV 1 1x1 nobias")).Keys);

    [Fact]
    public void Saved_weights_make_another_network_the_same()
    {
        Network one = Network.Parse(Notation, seed: 1), two = Network.Parse(Notation, seed: 2);
        Assert.NotEqual(NetworkWeights.Hash(one), NetworkWeights.Hash(two));
        NetworkWeights.Save(one, folder.File("w"));
        NetworkWeights.Load(two, folder.File("w"));
        Assert.Equal(NetworkWeights.Hash(one), NetworkWeights.Hash(two));
        Assert.Equal(Notation, Safetensors.Read(folder.File("w")).Metadata["network"]);

        var image = new SeededRandom(3).Uniform(new TensorShape(1, 1, 8, 8));
        Assert.Equal(one.Forward(image).Output.Hash(), two.Forward(image).Output.Hash());
    }

    [Fact]
    public void The_hash_is_that_of_all_values_in_the_order_of_the_layers()
    {
        var network = Network.Parse(Notation);
        var all = NetworkWeights.Of(network).Values.SelectMany(tensor => tensor.Values.ToArray()).ToArray();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(all.AsSpan()))), NetworkWeights.Hash(network));
    }

    [Theory]
    [InlineData("INPUT 8x8x1 -> CONV 2 3x3 -> RELU -> FC 3", "has 'fc1.weights' [3, 2, 4, 4] (N C H W), [3, 2, 6, 6] (N C H W) was needed")]
    [InlineData("INPUT 6x6x1 -> CONV 2 3x3 -> RELU -> FC 3", "has 'conv2.biases', which the network has not")]
    [InlineData("INPUT 8x8x1 -> [CONV 2 3x3 -> RELU]*2 -> FC 3 -> FC 3", "has no 'fc2.weights' [3, 3, 1, 1] (N C H W)")]
    public void Weights_of_another_network_change_nothing(string other, string problem)
    {
        NetworkWeights.Save(Network.Parse(Notation), folder.File("w.safetensors"));
        var network = Network.Parse(other, seed: 4);
        var before = NetworkWeights.Hash(network);
        Assert.Equal($"NetworkWeights: 'w.safetensors' {problem}. Give the weights of {network.Notation}.",
            Assert.Throws<CheckpointException>(() => NetworkWeights.Load(network, folder.File("w.safetensors"))).Message);
        Assert.Equal(before, NetworkWeights.Hash(network));
    }
}
