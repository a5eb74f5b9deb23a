namespace ConvNotebooks;

/// <summary>A recipe with its images read and everything built: give the trainer its hooks and let it run.</summary>
/// <param name="Recipe">The recipe, with the SHA-256 of its training images.</param>
/// <param name="Network">The network, untrained.</param>
/// <param name="Trainer">The trainer, without folder and hooks.</param>
/// <param name="Validation">The held-out images to validate with; null without them.</param>
/// <param name="Test">The images that only judge.</param>
/// <param name="Normalization">What is done to every image; null when nothing is.</param>
public sealed record PreparedTraining(
    TrainingRecipe Recipe, Network Network, Trainer Trainer, Batches? Validation, Batches Test, Normalization? Normalization)
{
    /// <summary>The images to learn from.</summary>
    public Dataset Train => Trainer.Batches.Data;

    /// <summary>Batches of images to judge by, without augmentation, in their own order.</summary>
    /// <param name="data">The images.</param>
    /// <exception cref="ShapeException">They have other channels than the training images.</exception>
    public Batches Judge(Dataset data) => RecipeBuilder.Judge(data, Normalization);

    /// <summary>How well the network does on the test images as it is now.</summary>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Evaluation Evaluate(CancellationToken cancellation = default) => Evaluation.Of(Network, Test, Trainer.Loss, cancellation);
}
