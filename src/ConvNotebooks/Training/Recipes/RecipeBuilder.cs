namespace ConvNotebooks;

/// <summary>Builds what a recipe's words stand for.</summary>
internal static class RecipeBuilder
{
    private const int EvaluationBatch = 100;

    internal static void Check(TrainingRecipe recipe)
    {
        AtLeastOne(recipe.Epochs, "epochs");
        AtLeastOne(recipe.Batch, "batch");
        AtLeastOne(recipe.Patience ?? 1, "patience");
        if (!(recipe.Validation is >= 0 and < 1))
            throw Refused($"validation {recipe.Validation} came, a share of at least 0 and below 1 was needed. Write 0.1 for a tenth of the training images.");
        if (recipe.ClipNorm is { } norm && !(norm > 0 && double.IsFinite(norm)))
            throw Refused($"clipNorm {norm} came, a number above 0 was needed. Write something like 1, or leave it out.");
        if (!Enum.IsDefined(recipe.Algorithm))
            throw Refused($"algorithm {recipe.Algorithm} came. Write one of {string.Join(", ", Enum.GetNames<ConvAlgorithm>())}.");
        RecipeData.Check(recipe.Data);
        Optimizer(recipe, stepsPerEpoch: 1);
        Loss(recipe.Loss);
        Penalty(recipe.Penalty);
        Augmentation(recipe.Augmentation, new Shape(32, 32, 3));
        Normalization(recipe.Normalization, () => new Normalization([0], [1]));
        Initial(recipe.Initializer);
        ConvNotebooks.Network.Parse(recipe.Network);
    }

    internal static PreparedTraining Prepare(TrainingRecipe recipe, ImageReader? images)
    {
        Check(recipe);
        var network = Network(recipe);
        var data = RecipeData.Read(recipe, network.InputShape, images);
        if (recipe.DataSha256 is { } expected && expected != data.Train.Sha256)
            throw Refused($"the training images of {data.Train.Name} have the SHA-256 {data.Train.Sha256}, and the recipe was made with {expected}. Give the same images, or leave dataSha256 out.");
        recipe = recipe with { DataSha256 = data.Train.Sha256 };

        var (train, validation) = recipe.Validation == 0 ? (data.Train, null) : Held(data.Train.HoldOut(recipe.Validation, recipe.Seed));
        var normalization = Normalization(recipe.Normalization, () => ConvNotebooks.Normalization.Of(train), () => ConvNotebooks.Normalization.Of(train, scale: false));
        var batches = new Batches(train, recipe.Batch)
        {
            Seed = recipe.Seed,
            Transformations = [.. Augmentation(recipe.Augmentation, train.Shape), .. Always(normalization)],
        };
        var judged = validation is null ? null : Judge(validation, normalization);
        var trainer = new Trainer(network, batches, Loss(recipe.Loss), Optimizer(recipe, batches.Count))
        {
            Epochs = recipe.Epochs,
            Validation = judged,
            Patience = recipe.Patience,
            Penalty = Penalty(recipe.Penalty),
            ClipNorm = recipe.ClipNorm,
            KeepBest = recipe.KeepBest,
        };
        return new(recipe, network, trainer, judged, Judge(data.Test, normalization), normalization);

        static (Dataset, Dataset?) Held(DatasetPair pair) => (pair.Train, pair.Test);
    }

    /// <summary>Batches of images that only judge: not augmented, in their own order.</summary>
    internal static Batches Judge(Dataset data, Normalization? normalization) =>
        new(data, EvaluationBatch) { Shuffle = false, Transformations = Always(normalization) };

    private static Transformation[] Always(Normalization? normalization) => normalization is null ? [] : [normalization];

    private static Network Network(TrainingRecipe recipe)
    {
        var network = ConvNotebooks.Network.Parse(recipe.Network, recipe.Seed).With(recipe.Algorithm);
        Initial(recipe.Initializer).Apply(network);
        return network;
    }

    private static Optimizer Optimizer(TrainingRecipe recipe, int stepsPerEpoch)
    {
        var rate = Rate(recipe, stepsPerEpoch);
        var decay = recipe.WeightDecay;
        return RecipeOptions.Choose<Optimizer>("optimizer", recipe.Optimizer,
            new("sgd", "momentum= nesterov", o => new Sgd(rate, o["momentum", 0], o.Has("nesterov"), decay)),
            new("adam", "beta1= beta2= epsilon=", o => new Adam(rate, o["beta1", 0.9], o["beta2", 0.999], o["epsilon", 1e-8], decay)),
            new("adamw", "beta1= beta2= epsilon=", o => new AdamW(rate, o["beta1", 0.9], o["beta2", 0.999], o["epsilon", 1e-8], decay)),
            new("rmsprop", "decay= epsilon=", o => new RmsProp(rate, o["decay", 0.99], o["epsilon", 1e-8], decay)));
    }

    private static LearningRate Rate(TrainingRecipe recipe, int stepsPerEpoch)
    {
        var total = checked(recipe.Epochs * stepsPerEpoch);
        return RecipeOptions.Choose<LearningRate>("schedule", recipe.Schedule,
            new("cosine", "final= warmup=", o => WarmedUp(o, rise => new CosineRate(recipe.Rate, Math.Max(1, total - rise), o["final", 0]))),
            new("step", "every= factor= warmup=", o => WarmedUp(o, _ => new StepRate(recipe.Rate, Steps(o["every", 10]), o["factor", 0.1]))),
            new("constant", "warmup=", o => WarmedUp(o, _ => new ConstantRate(recipe.Rate))));

        LearningRate WarmedUp(RecipeOptions options, Func<int, LearningRate> then)
        {
            var rise = options.Has("warmup") ? Steps(options["warmup", 0]) : 0;
            return rise == 0 ? then(0) : new WarmUp(rise, then(rise));
        }

        int Steps(double epochs) => epochs > 0 && epochs * stepsPerEpoch < int.MaxValue
            ? Math.Max(1, (int)Math.Round(epochs * stepsPerEpoch))
            : throw Refused($"schedule '{recipe.Schedule}' has {epochs} epochs, a number above 0 was needed. Write something like 10.");
    }

    private static Loss Loss(string text) => RecipeOptions.Choose<Loss>("loss", text,
        new("softmax", "", _ => new SoftmaxCrossEntropy()),
        new("hinge", "margin=", o => new MulticlassHinge((float)o["margin", 1])),
        new("mse", "", _ => new MeanSquaredError()));

    private static Penalty? Penalty(string text) => RecipeOptions.Choose<Penalty?>("penalty", text,
        new("l2", "strength=", o => new L2Penalty((float)o["strength", 0.0005])),
        new("l1", "strength=", o => new L1Penalty((float)o["strength", 0.0005])),
        new("none", "", _ => null));

    private static IEnumerable<Transformation> Augmentation(string text, Shape images) =>
        [.. text.Split(',').Select(word => RecipeOptions.Choose<Transformation?>("augmentation", word.Trim(),
            new("flip", "probability=", o => new HorizontalFlip(o["probability", 0.5])),
            new("crop", "pad=", o => new RandomCrop(new PerAxis(images.Width, images.Height), Whole(o["pad", 4]))),
            new("none", "", _ => null))).OfType<Transformation>()];

    private static Normalization? Normalization(string text, Func<Normalization> channels, Func<Normalization>? mean = null) =>
        RecipeOptions.Choose<Normalization?>("normalization", text,
            new("channels", "", _ => channels()),
            new("mean", "", _ => (mean ?? channels)()),
            new("none", "", _ => null));

    private static Initializer Initial(string text) => RecipeOptions.Choose<Initializer>("initializer", text,
        new("he-normal", "", _ => Initializer.HeNormal),
        new("he-uniform", "", _ => Initializer.HeUniform),
        new("glorot-normal", "", _ => Initializer.GlorotNormal),
        new("glorot-uniform", "", _ => Initializer.GlorotUniform));

    private static int Whole(double number) => number is >= 0 and <= int.MaxValue && double.IsInteger(number)
        ? (int)number
        : throw Refused($"augmentation has a padding of {number}, a whole number of pixels was needed. Write something like crop pad=4.");

    private static void AtLeastOne(int number, string what)
    {
        if (number < 1)
            throw Refused($"{what} {number} came, at least 1 was needed. Write a number from 1.");
    }

    private static RecipeException Refused(FormattableString problem) => new("TrainingRecipe: " + FormattableString.Invariant(problem));
}
