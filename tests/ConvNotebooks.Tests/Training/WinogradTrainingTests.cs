namespace ConvNotebooks.Tests.Training;

/// <summary>A network whose convolutions Winograd computes learns the handwritten digits as well as with the usual algorithms.</summary>
public class WinogradTrainingTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Network = "INPUT 8x8x1 -> CONV 32 3x3 p1 nobias -> BN -> RELU -> CONV 32 3x3 p1 -> RELU -> POOL 2 -> FC 10",
        Data = "digits",
        Epochs = 6,
        Rate = 0.003,
        Schedule = "cosine",
    };

    [Fact]
    public void The_digits_are_learned_as_well_with_other_weights()
    {
        var (usual, winograd) = (Train(Recipe), Train(Recipe with { Algorithm = ConvAlgorithm.Winograd }));
        Assert.True(usual.Accuracy >= 0.93 && winograd.Accuracy >= 0.93, $"{usual.Accuracy} and {winograd.Accuracy}");
        Assert.InRange(winograd.Accuracy - usual.Accuracy, -0.015, 0.015);
        Assert.NotEqual(usual.Hash, winograd.Hash);
    }

    private static (double Accuracy, string Hash) Train(TrainingRecipe recipe)
    {
        var run = recipe.Prepare();
        var hash = run.Trainer.Run().WeightsHash;
        return (run.Evaluate().Accuracy, hash);
    }
}
