namespace ConvNotebooks;

/// <summary>The images that a recipe names.</summary>
internal static class RecipeData
{
    private const double TestShare = 0.2;

    private static readonly OrderedDictionary<string, Func<DatasetPair>> Named = new()
    {
        ["digits"] = Datasets.Digits,
        ["fashion-mnist-subset"] = Datasets.FashionMnistSubset,
        ["fashion-mnist"] = () => Datasets.FashionMnist(),
        ["mnist"] = () => Datasets.Mnist(),
        ["cifar10"] = () => Datasets.Cifar10(),
        ["cifar100"] = () => Datasets.Cifar100(),
    };

    /// <summary>Whether the name is one, or a folder.</summary>
    /// <exception cref="RecipeException">It is neither.</exception>
    internal static void Check(string data)
    {
        if (!Named.ContainsKey(data) && !Directory.Exists(data))
        {
            throw new RecipeException($"TrainingRecipe: data '{data}' came, which is no data set and no folder. "
                + $"Write {string.Join(", ", Named.Keys)}, or the path of a folder that has one folder of images for each class.");
        }
    }

    internal static DatasetPair Read(TrainingRecipe recipe, Shape shape, ImageReader? images)
    {
        if (Named.TryGetValue(recipe.Data, out var named))
            return named();
        if (images is null)
            throw new RecipeException($"TrainingRecipe: data '{recipe.Data}' is a folder, and no reader of image files came. Call Prepare with one.");
        var (train, test) = (Path.Combine(recipe.Data, "train"), Path.Combine(recipe.Data, "test"));
        if (!Directory.Exists(train) || !Directory.Exists(test))
            return ImageFolder.Read(recipe.Data, shape, images).HoldOut(TestShare, recipe.Seed, "test");
        var pair = new DatasetPair(ImageFolder.Read(train, shape, images), ImageFolder.Read(test, shape, images, "test"));
        return pair.Train.Classes.SequenceEqual(pair.Test.Classes)
            ? pair
            : throw new RecipeException($"TrainingRecipe: '{recipe.Data}' has the classes {string.Join(", ", pair.Train.Classes)} in train, and "
                + $"{string.Join(", ", pair.Test.Classes)} in test. Give both the same folders.");
    }
}
