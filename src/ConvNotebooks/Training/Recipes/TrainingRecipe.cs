using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// Everything that a training run's weights depend on, as text and numbers: the same recipe gives the same weights, bit by bit, on
/// any machine. It is saved as JSON, and builds network, batches and trainer. The choices with options of their own are written
/// as a name and options: <c>sgd momentum=0.9 nesterov</c>.
/// </summary>
/// <example>
/// <code>
/// var recipe = new TrainingRecipe { Network = "INPUT 8x8x1 -> CONV 16 3x3 p1 -> RELU -> FC 10", Data = "digits", Epochs = 5 };
/// var run = recipe.Prepare();
/// run.Trainer.OnEpoch += Console.WriteLine;
/// run.Trainer.Run();
/// Console.WriteLine(run.Evaluate());
/// </code>
/// </example>
public sealed record TrainingRecipe
{
    /// <summary>The network in the document's notation.</summary>
    public required string Network { get; init; }

    /// <summary>
    /// The images: <c>digits</c>, <c>fashion-mnist-subset</c>, <c>fashion-mnist</c>, <c>mnist</c>, <c>cifar10</c>, <c>cifar100</c>,
    /// or a folder of images, see <see cref="ImageFolder"/>, with the parts <c>train</c> and <c>test</c> or a fifth of it held out.
    /// </summary>
    public required string Data { get; init; }

    /// <summary>The SHA-256 that the training images must have; any when left out.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>Epochs in all.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images in a minibatch.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>
    /// <c>adam beta1= beta2= epsilon=</c>, <c>adamw</c> with the same options, <c>sgd momentum= nesterov</c>, <c>rmsprop decay= epsilon=</c>.
    /// </summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>The learning rate; 0.001 is usual with Adam, 0.01 with SGD.</summary>
    public double Rate { get; init; } = 0.001;

    /// <summary>
    /// How the rate changes: <c>constant</c>, <c>step every= factor=</c>, <c>cosine final=</c>; each may have <c>warmup=</c>.
    /// <c>every</c> and <c>warmup</c> are in epochs, <c>final</c> is a rate.
    /// </summary>
    public string Schedule { get; init; } = "constant";

    /// <summary>λ of the optimizer's weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>What large weights cost: <c>none</c>, <c>l1 strength=</c>, <c>l2 strength=</c>.</summary>
    public string Penalty { get; init; } = "none";

    /// <summary>The largest norm of all gradients together; no limit when left out.</summary>
    public double? ClipNorm { get; init; }

    /// <summary><c>softmax</c>, <c>hinge margin=</c>, <c>mse</c>.</summary>
    public string Loss { get; init; } = "softmax";

    /// <summary>
    /// Random changes to the training images, commas between: <c>none</c>, <c>flip probability=</c>, <c>crop pad=</c>.
    /// </summary>
    public string Augmentation { get; init; } = "none";

    /// <summary>
    /// What is done to all images, by the training images' statistics: <c>channels</c> (mean 0 and deviation 1 for each channel),
    /// <c>mean</c>, <c>none</c>.
    /// </summary>
    public string Normalization { get; init; } = "channels";

    /// <summary>Initial weights: <c>he-normal</c>, <c>he-uniform</c>, <c>glorot-normal</c>, <c>glorot-uniform</c>.</summary>
    public string Initializer { get; init; } = "he-normal";

    /// <summary>The share of the training images that is held out, drawn by the seed, to validate with after every epoch.</summary>
    public double Validation { get; init; }

    /// <summary>After how many epochs without a better one to stop; never when left out.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the network ends with the weights of its best epoch instead of the last.</summary>
    public bool KeepBest { get; init; }

    /// <summary>The seed of initial weights, order, augmentation, dropout and held-out images.</summary>
    public ulong Seed { get; init; } = ConvNotebooks.Network.DefaultSeed;

    /// <summary>
    /// How convolutions are computed, in training as in evaluation; <see cref="ConvAlgorithm.Winograd"/> is faster and gives other
    /// weights, the same on every machine.
    /// </summary>
    public ConvAlgorithm Algorithm { get; init; }

    /// <summary>Checks everything that can be checked without the images.</summary>
    /// <exception cref="RecipeException">Something that there is not, or a number outside its range.</exception>
    /// <exception cref="NotationException">The notation is no network.</exception>
    public void Check() => RecipeBuilder.Check(this);

    /// <summary>Reads the images and builds network, batches and trainer.</summary>
    /// <param name="images">Reads the files of a folder of images; not needed for data sets by name.</param>
    /// <exception cref="RecipeException">Something that there is not, or a number outside its range.</exception>
    /// <exception cref="NotationException">The notation is no network.</exception>
    /// <exception cref="ShapeException">Images and network do not fit each other.</exception>
    /// <exception cref="DatasetNotFoundException">The images are not on this machine.</exception>
    /// <exception cref="DatasetFormatException">A file of the images is damaged.</exception>
    public PreparedTraining Prepare(ImageReader? images = null) => RecipeBuilder.Prepare(this, images);

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecipeJson.Options);

    /// <summary>Reads a recipe from JSON and checks it.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave, or a part of it: what is left out has its usual value.</param>
    /// <param name="source">Where it comes from, for errors.</param>
    /// <exception cref="RecipeException">It is no JSON of a recipe, or one of its values is refused.</exception>
    /// <exception cref="NotationException">The notation is no network.</exception>
    public static TrainingRecipe FromJson(string json, string source = "recipe")
    {
        try
        {
            var recipe = JsonSerializer.Deserialize<TrainingRecipe>(json, RecipeJson.Options)
                ?? throw new RecipeException($"TrainingRecipe: '{source}' is empty. Give network and data at least.");
            recipe.Check();
            return recipe;
        }
        catch (JsonException refused)
        {
            throw new RecipeException($"TrainingRecipe: '{source}' is not the JSON of a recipe ({refused.Message.TrimEnd('.')}). Mend it, or save the recipe again.", refused);
        }
    }

    /// <summary>Saves the recipe as JSON, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson() + "\n");

    /// <summary>Loads a saved recipe.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RecipeException">It is no JSON of a recipe, or one of its values is refused.</exception>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    public static TrainingRecipe Load(string path) => FromJson(File.ReadAllText(path), path);
}
