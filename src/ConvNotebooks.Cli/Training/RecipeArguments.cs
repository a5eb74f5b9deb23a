using System.CommandLine;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Cli.Training;

/// <summary>The options of <c>train</c> that make the recipe.</summary>
internal sealed class RecipeArguments
{
    private const string WholeNumber = "a whole number from 1", Number = "a number, such as 0.001";

    private readonly Option<string?> net = Text("--net", "notation", "The network in the notation of the CS231n notes, or a .net file that holds one");

    private readonly Option<string?> data = Text("--data", "name",
        "digits, fashion-mnist-subset (both built in), fashion-mnist, mnist, cifar10, cifar100, or a folder of images by class");

    private readonly Option<int?> epochs = NumberOption.Of<int>("--epochs", "number", WholeNumber, "Epochs in all [10]", n => n >= 1);
    private readonly Option<int?> batch = NumberOption.Of<int>("--batch", "number", WholeNumber, "Images in a minibatch [32]", n => n >= 1);
    private readonly Option<string?> optimizer = Text("--optimizer", "name", "The optimizer with its options [adam]");

    private readonly Option<double?> rate = NumberOption.Of<double>("--lr", "number", Number,
        "The learning rate [0.001]; 0.01 is usual with sgd", double.IsFinite);

    private readonly Option<string?> schedule = Text("--schedule", "name", "How the learning rate changes [constant]");

    private readonly Option<double?> weightDecay = NumberOption.Of<double>("--weight-decay", "number", Number,
        "The optimizer's weight decay [0]", double.IsFinite);

    private readonly Option<string?> penalty = Text("--penalty", "name", "What large weights cost: none, l1 strength=, l2 strength= [none]");

    private readonly Option<double?> clip = NumberOption.Of<double>("--clip", "number", Number,
        "The largest norm of all gradients together; no limit when left out", double.IsFinite);

    private readonly Option<string?> loss = Text("--loss", "name", "The loss [softmax]");
    private readonly Option<string?> augment = Text("--augment", "names", "Random changes to the training images [none]");

    private readonly Option<string?> normalize = Text("--normalize", "name",
        "What is done to every image: channels (mean 0, deviation 1), mean, none [channels]");

    private readonly Option<string?> initializer = Text("--init", "name",
        "Initial weights: he-normal, he-uniform, glorot-normal, glorot-uniform [he-normal]");

    private readonly Option<double?> validation = NumberOption.Of<double>("--validation", "share", "a share such as 0.1",
        "The share of the training images to hold out and validate with after every epoch [0]", double.IsFinite);

    private readonly Option<int?> patience = NumberOption.Of<int>("--patience", "epochs", WholeNumber,
        "Stop after so many epochs without a better one", n => n >= 1);

    private readonly Option<bool> keepBest = new("--keep-best") { Description = "End with the weights of the best epoch, not the last" };

    private readonly Option<string?> algorithm = Text("--algorithm", "name", "How convolutions are computed: auto, direct, winograd (faster, other bits), reference [auto]");

    private readonly Option<ulong?> seed = NumberOption.Of<ulong>("--seed", "number", "a whole number from 0",
        $"The seed of everything random [{Network.DefaultSeed}]", _ => true);

    private readonly Option<string?> file = Text("--recipe", "file", "A recipe.json to begin with; other options change it");

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> Options =>
    [
        net, data, epochs, batch, optimizer, rate, schedule, weightDecay, penalty, clip, loss, augment, normalize, initializer,
        validation, patience, keepBest, algorithm, seed, file,
    ];

    /// <summary>The recipe of a new run.</summary>
    public TrainingRecipe Read(ParseResult arguments)
    {
        if (arguments.GetValue(file) is { } path)
            return Over(RunFolder.LoadRecipe(path), arguments);
        if (arguments.GetValue(net) is null || arguments.GetValue(data) is null)
        {
            throw new MistakeException($"convnotebooks train: {(arguments.GetValue(net) is null ? "--net" : "--data")} is missing. "
                + "Give a network and images: --net \"INPUT 8x8x1 -> FC 10\" --data digits.");
        }

        return Over(new TrainingRecipe { Network = "", Data = "" }, arguments);
    }

    /// <summary>The recipe of a run to go on with: what options say again must be the same, but for more epochs.</summary>
    public TrainingRecipe ReadFor(RunFolder folder, ParseResult arguments)
    {
        TrainingRecipe saved = folder.Recipe();
        TrainingRecipe wanted = Over(saved, arguments);
        JsonObject before = JsonNode.Parse(saved.ToJson())!.AsObject(), now = JsonNode.Parse((wanted with { Epochs = saved.Epochs }).ToJson())!.AsObject();
        foreach (string name in now.Select(property => property.Key).Union(before.Select(property => property.Key)))
        {
            if (!JsonNode.DeepEquals(before[name], now[name]))
            {
                throw new MistakeException($"--resume: {name} {now[name]?.ToJsonString() ?? "none"} came, and the run in {folder.Path} has "
                    + $"{before[name]?.ToJsonString() ?? "none"}. Leave that option out, or begin a run in another folder.");
            }
        }

        return wanted;
    }

    private TrainingRecipe Over(TrainingRecipe recipe, ParseResult arguments)
    {
        T Value<T>(Option<T?> option, T usual)
            where T : struct => arguments.GetValue(option) ?? usual;
        string Word(Option<string?> option, string usual) => arguments.GetValue(option) ?? usual;
        return recipe with
        {
            Network = arguments.GetValue(net) is { } notation ? NotationArgument.Read(notation) : recipe.Network,
            Data = Word(data, recipe.Data),
            Epochs = Value(epochs, recipe.Epochs),
            Batch = Value(batch, recipe.Batch),
            Optimizer = Word(optimizer, recipe.Optimizer),
            Rate = Value(rate, recipe.Rate),
            Schedule = Word(schedule, recipe.Schedule),
            WeightDecay = Value(weightDecay, recipe.WeightDecay),
            Penalty = Word(penalty, recipe.Penalty),
            ClipNorm = arguments.GetValue(clip) ?? recipe.ClipNorm,
            Loss = Word(loss, recipe.Loss),
            Augmentation = Word(augment, recipe.Augmentation),
            Normalization = Word(normalize, recipe.Normalization),
            Initializer = Word(initializer, recipe.Initializer),
            Validation = Value(validation, recipe.Validation),
            Patience = arguments.GetValue(patience) ?? recipe.Patience,
            KeepBest = arguments.GetValue(keepBest) || recipe.KeepBest,
            Algorithm = arguments.GetValue(algorithm) is { } word ? Algorithm(word) : recipe.Algorithm,
            Seed = Value(seed, recipe.Seed),
        };
    }

    private static ConvAlgorithm Algorithm(string word) =>
        Enum.GetNames<ConvAlgorithm>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<ConvAlgorithm>(known)
            : throw new MistakeException($"--algorithm: \"{word}\" came; it takes auto, direct, winograd or reference.");

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
