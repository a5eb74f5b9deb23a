namespace ConvNotebooks.Tests.Training.Recipes;

[Collection(ComputeSettings.Name)]
public sealed class TrainingRecipeTests : IDisposable
{
    private static readonly TrainingRecipe Plain = new()
    {
        Network = "INPUT 8x8x1 -> CONV 12 3x3 p1 -> BN -> RELU -> POOL 2 -> FC 10",
        Data = "digits",
        Epochs = 2,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_recipe_trains_what_its_parts_train()
    {
        var recipe = Plain with
        {
            Optimizer = "sgd momentum=0.9 nesterov",
            Rate = 0.05,
            Schedule = "step every=0.5 factor=0.5 warmup=0.25",
            WeightDecay = 0.001,
            Penalty = "l2 strength=0.002",
            ClipNorm = 2,
            Augmentation = "crop pad=1, flip probability=0.25",
            Normalization = "mean",
            Seed = 7,
        };
        var (train, test) = Datasets.Digits();
        var normalization = Normalization.Of(train, scale: false);
        var network = Network.Parse(recipe.Network, seed: 7);
        var batches = new Batches(train, 32)
        {
            Seed = 7,
            Transformations = [new RandomCrop(8, pad: 1), new HorizontalFlip(0.25), normalization],
        };
        // 45 steps an epoch: a warm-up of a quarter is 11, half an epoch 22.
        var optimizer = new Sgd(new WarmUp(11, new StepRate(0.05, 22, 0.5)), 0.9, nesterov: true, weightDecay: 0.001);
        var expected = new Trainer(network, batches, new SoftmaxCrossEntropy(), optimizer)
        {
            Epochs = 2,
            Penalty = new L2Penalty(0.002f),
            ClipNorm = 2,
        }.Run();

        var run = recipe.Prepare();
        var history = run.Trainer.Run();

        Assert.Equal(expected.WeightsHash, history.WeightsHash);
        var judged = Evaluation.Of(network, new Batches(test, 360) { Transformations = [normalization] }, new SoftmaxCrossEntropy());
        Assert.Equal((judged.Accuracy, judged.Top5), (run.Evaluate().Accuracy, run.Evaluate().Top5));
        Assert.Equal(train.Sha256, run.Recipe.DataSha256);
    }

    [Theory]
    [InlineData("adam beta1=0.8 beta2=0.99 epsilon=1e-6", "Adam (learning rate 0.001, beta1 0.8, beta2 0.99, epsilon 1E-06)")]
    [InlineData("adamw", "AdamW (learning rate 0.001, beta1 0.9, beta2 0.999, epsilon 1E-08)")]
    [InlineData("rmsprop decay=0.9", "RmsProp (learning rate 0.001, decay 0.9, epsilon 1E-08)")]
    [InlineData("sgd", "Sgd (learning rate 0.001)")]
    public void Optimizers_take_their_options(string optimizer, string expected) =>
        Assert.Equal(expected, (Plain with { Optimizer = optimizer }).Prepare().Trainer.Optimizer.ToString());

    [Theory]
    [InlineData("constant", "0.001")]
    [InlineData("cosine final=1e-5 warmup=1", "rising for 45 steps, then 0.001, along a cosine to 1E-05 in 45 steps")]
    [InlineData("step every=1", "0.001, times 0.1 every 45 steps")]
    public void Schedules_count_in_epochs(string schedule, string expected) =>
        Assert.Equal(expected, (Plain with { Schedule = schedule }).Prepare().Trainer.Optimizer.Rate.ToString());

    [Fact]
    public void Held_out_images_validate_and_are_not_learned_from()
    {
        var run = (Plain with { Validation = 0.1, Patience = 3, KeepBest = true, Loss = "hinge margin=2", Penalty = "l1 strength=0.1" }).Prepare();
        Assert.Equal((1293, 144, "validation"), (run.Train.Count, run.Validation!.Data.Count, run.Validation.Data.Split));
        Assert.Equal((3, true, 2f), (run.Trainer.Patience, run.Trainer.KeepBest, ((MulticlassHinge)run.Trainer.Loss).Margin));
        Assert.Equal(0.1f, Assert.IsType<L1Penalty>(run.Trainer.Penalty).Strength);
        Assert.Equal(Normalization.Of(run.Train).Mean, run.Normalization!.Mean);
    }

    [Theory]
    [InlineData("he-uniform", 12, 0.8165)]
    [InlineData("glorot-uniform", 12, 0.2265)]
    public void Initializers_reach_every_layer(string initializer, int filters, double bound)
    {
        // Largest |w| of the convolution (fan-in 9, fan-out 9·K) and of the classifier (fan-in 16·K, fan-out 10): ±√(6/fans).
        var network = (Plain with { Initializer = initializer }).Prepare().Network;
        double Largest(string layer) => network[layer].Layer.Parameters[0].Value.Values.ToArray().Max(Math.Abs);
        Assert.InRange(Largest("conv1"), 0.85 * bound, bound);
        Assert.InRange(Largest("fc1"), 0, Math.Sqrt(6.0 / (16 * filters + (initializer[0] == 'g' ? 10 : 0))));
        Assert.NotEqual(0, Largest("fc1"));
    }

    [Fact]
    public void A_recipe_is_saved_as_JSON_and_read_back()
    {
        var recipe = Plain with { Patience = 4, Algorithm = ConvAlgorithm.Winograd, Seed = ulong.MaxValue, Rate = 0.1 };
        recipe.Save(folder.File("recipe.json"));
        Assert.Equal(recipe, TrainingRecipe.Load(folder.File("recipe.json")));
        Assert.Contains("\"network\": \"INPUT 8x8x1 -> CONV 12 3x3 p1", recipe.ToJson(), StringComparison.Ordinal);
        Assert.Equal(Plain with { Epochs = 10 }, TrainingRecipe.FromJson($$"""{"network": "{{Plain.Network}}", "data": "digits"}"""));
    }

    [Theory]
    [InlineData("""{"network": "INPUT 8x8x1 -> FC 10"}""", "TrainingRecipe: 'recipe' is not the JSON of a recipe (")]
    [InlineData("""{"network": "INPUT 8x8x1 -> FC 10", "data": "digits", "epoch": 3}""", "TrainingRecipe: 'recipe' is not the JSON of a recipe (")]
    [InlineData("null", "TrainingRecipe: 'recipe' is empty. Give network and data at least.")]
    [InlineData("""{"network": "INPUT 8x8x1 -> FC 10", "data": "digits", "epochs": 0}""", "TrainingRecipe: epochs 0 came, at least 1 was needed. Write a number from 1.")]
    public void JSON_that_is_no_recipe_is_refused(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<RecipeException>(() => TrainingRecipe.FromJson(json)).Message, StringComparison.Ordinal);

    public static TheoryData<TrainingRecipe, string> Refused => new()
    {
        { Plain with { Optimizer = "adamax" }, "TrainingRecipe: optimizer 'adamax' came, and there are sgd, adam, adamw, rmsprop. Write one of them, such as 'sgd momentum=0.9'." },
        { Plain with { Optimizer = "sgd beta=1" }, "TrainingRecipe: optimizer 'sgd beta=1' has 'beta', and sgd takes momentum, nesterov. Leave it out or write one of those." },
        { Plain with { Optimizer = "sgd momentum" }, "TrainingRecipe: optimizer 'sgd momentum' has 'momentum', 'momentum=' and a number was needed. Write it so, with a point for decimals." },
        { Plain with { Optimizer = "sgd nesterov=1" }, "TrainingRecipe: optimizer 'sgd nesterov=1' has 'nesterov=1', 'nesterov' alone was needed. Write it so." },
        { Plain with { Optimizer = "adam beta1=0.9 beta1=0.8" }, "TrainingRecipe: optimizer 'adam beta1=0.9 beta1=0.8' has 'beta1' twice. Write it once." },
        { Plain with { Optimizer = "sgd momentum=2" }, "Sgd: momentum is 2, at least 0 and below 1 was needed. Give something like 0.9." },
        { Plain with { Loss = "softmax margin=1" }, "TrainingRecipe: loss 'softmax margin=1' has 'margin', and softmax takes no options. Leave it out." },
        { Plain with { Rate = 0 }, "ConstantRate: rate is 0, a number above 0 was needed. Give something like 0.01 for SGD, 0.001 for Adam." },
        { Plain with { Schedule = "step every=-1" }, "TrainingRecipe: schedule 'step every=-1' has -1 epochs, a number above 0 was needed. Write something like 10." },
        { Plain with { WeightDecay = -1 }, "Adam: weightDecay is -1, a number of at least 0 was needed. Give 0 to do without." },
        { Plain with { Augmentation = "crop pad=1.5" }, "TrainingRecipe: augmentation has a padding of 1.5, a whole number of pixels was needed. Write something like crop pad=4." },
        { Plain with { Validation = 1 }, "TrainingRecipe: validation 1 came, a share of at least 0 and below 1 was needed. Write 0.1 for a tenth of the training images." },
        { Plain with { ClipNorm = 0 }, "TrainingRecipe: clipNorm 0 came, a number above 0 was needed. Write something like 1, or leave it out." },
        { Plain with { Data = "no/such" }, "TrainingRecipe: data 'no/such' came, which is no data set and no folder. Write digits, fashion-mnist-subset, fashion-mnist, mnist, cifar10, cifar100, or the path of a folder that has one folder of images for each class." },
        { Plain with { DataSha256 = "0" }, $"TrainingRecipe: the training images of Digits have the SHA-256 {Datasets.Digits().Train.Sha256}, and the recipe was made with 0. Give the same images, or leave dataSha256 out." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_a_recipe_cannot_have_is_one_sentence_and_what_to_do(TrainingRecipe recipe, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => recipe.Prepare()).Message);

    [Fact]
    public void A_folder_of_images_is_read_in_its_parts_or_divided()
    {
        foreach (var part in new[] { "train/cat", "train/dog", "test/cat", "test/dog" })
        {
            Directory.CreateDirectory(folder.File(part));
            for (var i = 0; i < 5; i++)
                File.WriteAllBytes(folder.File($"{part}/{i}.png"), [(byte)i]);
        }

        static byte[] Reader(string path, Shape shape) => [.. Enumerable.Repeat(File.ReadAllBytes(path)[0], shape.Width * shape.Height)];
        var recipe = Plain with { Network = "INPUT 2x2x1 -> FC 2", Data = folder.Path };
        var run = recipe.Prepare(Reader);
        Assert.Equal((10, 10, "cat", "test"), (run.Train.Count, run.Test.Data.Count, run.Train.Classes[0], run.Test.Data.Split));

        var divided = (recipe with { Data = folder.File("train") }).Prepare(Reader);
        Assert.Equal((8, 2, "test"), (divided.Train.Count, divided.Test.Data.Count, divided.Test.Data.Split));

        Directory.Move(folder.File("test/dog"), folder.File("test/bird"));
        Assert.Equal($"TrainingRecipe: '{folder.Path}' has the classes cat, dog in train, and bird, cat in test. Give both the same folders.",
            Assert.Throws<RecipeException>(() => recipe.Prepare(Reader)).Message);
        Assert.Equal($"TrainingRecipe: data '{folder.Path}' is a folder, and no reader of image files came. Call Prepare with one.",
            Assert.Throws<RecipeException>(() => recipe.Prepare()).Message);
    }
}
