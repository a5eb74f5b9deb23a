namespace ConvNotebooks.Tests.Training;

public class SanityChecksTests
{
    private static readonly Batch Some = new Batches(Datasets.Digits().Train, 20) { Prefetch = false }.Epoch(0).First();

    [Fact]
    public void The_initial_loss_is_that_of_equal_scores()
    {
        var report = SanityChecks.InitialLoss(Net("FC 10"), new SoftmaxCrossEntropy(), Some.Images, Some.Labels);
        Assert.Equal(Math.Log(10), report.Expected, 1e-6);
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(9, SanityChecks.InitialLoss(Net("FC 10"), new MulticlassHinge(), Some.Images, Some.Labels).Expected, 1e-6);

        var huge = Net("FC 10");
        foreach (ref var weight in huge.Layer<Dense>("fc1").Weights.Value.Edit())
            weight *= 100;
        Assert.EndsWith("2.303 expected: the initial weights or the images are too large or too small",
            SanityChecks.InitialLoss(huge, new SoftmaxCrossEntropy(), Some.Images, Some.Labels).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_images_are_learned_by_heart_and_the_network_left_as_it_was()
    {
        var net = Net("CONV 8 3x3 -> BN -> RELU -> FC 10");
        var before = NetworkWeights.Hash(net);
        var report = SanityChecks.Overfit(net, new SoftmaxCrossEntropy(), new Adam(0.01), Some.Images, Some.Labels);
        Assert.True(report.Passed && report.Steps is > 3 and < 300, report.ToString());
        Assert.Equal(before, NetworkWeights.Hash(net));
        Assert.False(SanityChecks.Overfit(net, new SoftmaxCrossEntropy(), new Sgd(1e-9), Some.Images, Some.Labels, steps: 5).Passed);
    }

    [Fact]
    public void The_ratio_of_update_to_weights_follows_the_learning_rate()
    {
        var net = Net("CONV 8 3x3 -> RELU -> FC 10");
        var before = NetworkWeights.Hash(net);
        var slow = SanityChecks.UpdateRatios(net, new SoftmaxCrossEntropy(), new Sgd(0.01), Some.Images, Some.Labels);
        var fast = SanityChecks.UpdateRatios(net, new SoftmaxCrossEntropy(), new Sgd(0.1), Some.Images, Some.Labels);
        Assert.Equal(["conv1.weights", "conv1.biases", "fc1.weights", "fc1.biases"], slow.Keys);
        Assert.InRange(fast["fc1.weights"] / slow["fc1.weights"], 9.9, 10.1);
        Assert.Equal(double.PositiveInfinity, slow["fc1.biases"]);
        Assert.Equal(before, NetworkWeights.Hash(net));
    }

    [Fact]
    public void Rectifiers_that_never_fire_are_counted()
    {
        var net = Net("CONV 8 3x3 -> RELU -> FC 10 -> RELU");
        net.Layer<Conv2d>("conv1").Biases!.Value.Edit()[..2].Fill(-1000);
        var dead = SanityChecks.DeadRectifiers(net, Some.Images);
        Assert.Equal(["relu1", "relu2"], dead.Keys);
        Assert.Equal(2 / 8.0, dead["relu1"]);
    }

    private static Network Net(string layers) => Network.Parse($"INPUT 8x8x1 -> {layers}", seed: 3);
}
