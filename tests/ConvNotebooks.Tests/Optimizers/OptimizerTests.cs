namespace ConvNotebooks.Tests.Optimizers;

/// <summary>
/// The expected numbers were printed by PyTorch 1.13.1:
/// <code>
/// def run(name, make):
///     w = torch.tensor([1.0, -2.0, 0.5, 3.0]).requires_grad_()
///     o = make([w])
///     for step in range(10):
///         w.grad = torch.tensor([((step * 4 + i) * 29 % 37) / 10 - 1.8 for i in range(4)])
///         o.step()
///     print(name, w.tolist())
/// S, R, A, W = torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adam, torch.optim.AdamW
/// run("sgd", lambda p: S(p, lr=0.1))
/// run("sgd wd", lambda p: S(p, lr=0.1, weight_decay=0.01))
/// run("momentum", lambda p: S(p, lr=0.1, momentum=0.9))
/// run("momentum wd", lambda p: S(p, lr=0.1, momentum=0.9, weight_decay=0.01))
/// run("nesterov", lambda p: S(p, lr=0.1, momentum=0.9, nesterov=True))
/// run("nesterov wd", lambda p: S(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01))
/// run("rmsprop", lambda p: R(p, lr=0.01, alpha=0.99, eps=1e-8))
/// run("rmsprop wd", lambda p: R(p, lr=0.01, alpha=0.9, eps=1e-8, weight_decay=0.01))
/// run("adam", lambda p: A(p, lr=0.01))
/// run("adam wd", lambda p: A(p, lr=0.01, weight_decay=0.01))
/// run("adamw", lambda p: W(p, lr=0.01, weight_decay=0.01))
/// </code>
/// </summary>
[Collection(ComputeSettings.Name)]
public class OptimizerTests
{
    private static readonly Dictionary<string, (Func<Optimizer> Make, double[] PyTorch)> Cases = new()
    {
        ["sgd"] = (() => new Sgd(0.1), [1.2899999618530273, -2.0199997425079346, 0.16999997198581696, 3.1000001430511475]),
        ["sgd wd"] = (() => new Sgd(0.1, weightDecay: 0.01), [1.2775861024856567, -1.9995027780532837, 0.16681577265262604, 3.0701839923858643]),
        ["momentum"] = (() => new Sgd(0.1, 0.9), [2.7121200561523438, -2.3568291664123535, -0.9539166688919067, 3.1228995323181152]),
        ["momentum wd"] = (() => new Sgd(0.1, 0.9, weightDecay: 0.01), [2.637294054031372, -2.2648637294769287, -0.9542655348777771, 3.0017542839050293]),
        ["nesterov"] = (() => new Sgd(0.1, 0.9, true), [2.8309078216552734, -2.3411459922790527, -1.1385248899459839, 3.2106096744537354]),
        ["nesterov wd"] = (() => new Sgd(0.1, 0.9, true, 0.01), [2.7357912063598633, -2.2347300052642822, -1.1316980123519897, 3.0735294818878174]),
        ["rmsprop"] = (() => new RmsProp(0.01), [1.1410421133041382, -2.0929410457611084, 0.18351900577545166, 2.9988770484924316]),
        ["rmsprop wd"] = (() => new RmsProp(0.01, 0.9, weightDecay: 0.01), [1.041574239730835, -2.0286998748779297, 0.3963371217250824, 2.9942331314086914]),
        ["adam"] = (() => new Adam(0.01), [1.0489250421524048, -2.019378423690796, 0.44974902272224426, 3.0101852416992188]),
        ["adam wd"] = (() => new Adam(0.01, weightDecay: 0.01), [1.0484007596969604, -2.0180447101593018, 0.44947850704193115, 3.0069289207458496]),
        ["adamw"] = (() => new AdamW(0.01, weightDecay: 0.01), [1.047892451286316, -2.0173630714416504, 0.44928109645843506, 3.007178544998169]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_end_where_PyTorch_does(string name)
    {
        var tensor = Tensors(4)[0];
        new float[] { 1, -2, 0.5f, 3 }.CopyTo(tensor.Value.Edit());
        var optimizer = Cases[name].Make();
        for (var step = 0; step < 10; step++)
        {
            for (var i = 0; i < 4; i++)
                tensor.Gradient.Edit()[i] = (step * 4 + i) * 29 % 37 / 10f - 1.8f;
            optimizer.Step([tensor]);
        }

        Assert.Equal(10, optimizer.Steps);
        for (var i = 0; i < 4; i++)
            Assert.Equal(Cases[name].PyTorch[i], tensor.Value.Values[i], 1e-6);
    }

    /// <summary>The update rules as CS231n, "Neural Networks Part 3", writes them, in float64.</summary>
    [Theory]
    [InlineData("momentum")]
    [InlineData("nesterov")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    public void Steps_follow_the_rules_of_the_notes(string name)
    {
        var tensor = Tensors(1)[0];
        var optimizer = Cases[name].Make();
        double x = tensor.Value.Values[0], v = 0, m = 0, cache = 0;
        for (var t = 1; t <= 20; t++)
        {
            var dx = (double)(tensor.Gradient.Edit()[0] = t * 7 % 5 - 1.5f);
            optimizer.Step([tensor]);
            switch (name)
            {
                case "momentum":
                    v = 0.9 * v - 0.1 * dx;
                    x += v;
                    break;
                case "nesterov":
                    var before = v;
                    v = 0.9 * v - 0.1 * dx;
                    x += -0.9 * before + (1 + 0.9) * v;
                    break;
                case "rmsprop":
                    cache = 0.99 * cache + (1 - 0.99) * dx * dx;
                    x += -0.01 * dx / (Math.Sqrt(cache) + 1e-8);
                    break;
                default:
                    m = 0.9 * m + (1 - 0.9) * dx;
                    v = 0.999 * v + (1 - 0.999) * dx * dx;
                    x += -0.01 * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
                    break;
            }

            Assert.Equal(x, tensor.Value.Values[0], 2e-6);
        }
    }

    /// <summary>Lengths around every width, and one of several parts; the bits of each weight and each memory.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_width_or_threads(string name)
    {
        var expected = Train(name, 1, 0);
        foreach (var (threads, width) in new[] { (1, 128), (2, 256), (3, 512), (8, 512) })
            Assert.Equal(expected, Train(name, threads, width));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_optimizer_goes_on_with_the_same_bits(string name)
    {
        var whole = Tensors(5, 33);
        var optimizer = Cases[name].Make();
        Steps(optimizer, whole, 0, 7);

        var part = Tensors(5, 33);
        var first = Cases[name].Make();
        Steps(first, part, 0, 3);
        var second = Cases[name].Make();
        second.Restore(first.Steps, part, first.State.ToDictionary(pair => pair.Key, pair => pair.Value.Clone()));
        Steps(first, Tensors(5, 33), 3, 7);
        Steps(second, part, 3, 7);

        Assert.Equal(7, second.Steps);
        Assert.Equal(whole.Select(tensor => tensor.Value.Hash()), part.Select(tensor => tensor.Value.Hash()));
        Assert.Equal(optimizer.State.Select(pair => (pair.Key, pair.Value.Hash())), second.State.Select(pair => (pair.Key, pair.Value.Hash())));
    }

    [Fact]
    public void State_is_named_by_tensor_and_memory()
    {
        var optimizer = new Adam(0.1);
        Assert.Empty(optimizer.State);
        optimizer.Step(Tensors(2, 3));
        Assert.Equal(["t2.mean", "t2.mean-square", "t3.mean", "t3.mean-square"], optimizer.State.Keys);
        Assert.Equal(new TensorShape(1, 1, 1, 3), optimizer.State["t3.mean"].Shape);
    }

    [Fact]
    public void Weight_decay_leaves_out_what_does_not_decay()
    {
        foreach (var optimizer in new Optimizer[] { new Sgd(0.1, weightDecay: 0.5), new AdamW(0.1, weightDecay: 0.5) })
        {
            var tensors = Tensors(3, 4);
            tensors[1] = tensors[1] with { Decays = false };
            var before = tensors.Select(tensor => tensor.Value.Hash()).ToArray();
            optimizer.Step(tensors);
            Assert.NotEqual(before[0], tensors[0].Value.Hash());
            Assert.Equal(before[1], tensors[1].Value.Hash());
        }
    }

    [Fact]
    public void A_schedule_gives_each_step_its_rate()
    {
        var tensor = Tensors(1)[0];
        tensor.Gradient.Edit()[0] = 1;
        tensor.Value.Edit()[0] = 0;
        var optimizer = new Sgd(new StepRate(1, every: 2, factor: 0.5));
        float[] expected = [-1, -2, -2.5f, -3, -3.25f];
        foreach (var value in expected)
        {
            optimizer.Step([tensor]);
            Assert.Equal(value, tensor.Value.Values[0]);
        }

        Assert.Equal(0.25, optimizer.NextRate);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        foreach (var (make, _) in Cases.Values)
        {
            var optimizer = make();
            var tensors = Tensors(40_000, 7);
            optimizer.Step(tensors);
            Assert.Equal(0, Allocations.InSteadyState(() => optimizer.Step(tensors)));
        }
    }

    [Fact]
    public void Says_what_it_is()
    {
        Assert.Equal("Sgd (learning rate 0.1, weight decay 0.0005, Nesterov momentum 0.9)", new Sgd(0.1, 0.9, true, 5e-4).ToString());
        Assert.Equal("AdamW (learning rate 0.001, along a cosine to 0 in 100 steps, weight decay 0.01, beta1 0.9, beta2 0.999, epsilon 1E-08)",
            new AdamW(new CosineRate(0.001, 100)).ToString());
    }

    [Fact]
    public void A_gradient_of_other_axes_is_refused() => Assert.Equal(
        "Sgd: 'w' [1, 1, 1, 3] (N C H W) came with a gradient [1, 1, 3, 1] (N C H W). Give a gradient of the value's axes.",
        Assert.Throws<ShapeException>(() => new Sgd(0.1).Step([new("w", new Tensor(1, 1, 1, 3), new Tensor(1, 1, 3, 1))])).Message);

    [Fact]
    public void A_name_belongs_to_one_tensor()
    {
        var optimizer = new Adam(0.1);
        optimizer.Step([new("w", new Tensor(1, 1, 1, 3), new Tensor(1, 1, 1, 3))]);
        Assert.StartsWith("Adam: 'w' [1, 1, 1, 4] (N C H W) came, and it was [1, 1, 1, 3] (N C H W) before.",
            Assert.Throws<ShapeException>(() => optimizer.Step([new("w", new Tensor(1, 1, 1, 4), new Tensor(1, 1, 1, 4))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_network_is_refused()
    {
        var optimizer = new Adam(0.1);
        optimizer.Step(Tensors(2));
        Assert.StartsWith("Adam: the state lacks 't3.mean', [1, 1, 1, 3] (N C H W) is needed.",
            Assert.Throws<ShapeException>(() => new Adam(0.1).Restore(1, Tensors(2, 3), optimizer.State)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Adam: the state has [1, 1, 1, 2] (N C H W) for 't2.mean', [1, 1, 2, 1] (N C H W) is needed.",
            Assert.Throws<ShapeException>(() => new Adam(0.1).Restore(1, [new("t2", new Tensor(1, 1, 2, 1), new Tensor(1, 1, 2, 1))], optimizer.State)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sgd: momentum is 1, at least 0 and below 1 was needed.")]
    [InlineData("RmsProp: epsilon is -1, a number of at least 0 was needed.")]
    [InlineData("AdamW: weightDecay is NaN, a number of at least 0 was needed.")]
    [InlineData("Adam: beta2 is -0.5, at least 0 and below 1 was needed.")]
    [InlineData("ConstantRate: rate is 0, a number above 0 was needed.")]
    [InlineData("Sgd: nesterov came with momentum 0, and it looks ahead by the momentum.")]
    public void Hyperparameters_are_checked(string message) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => message.Split(' ')[0..2] switch
    {
        ["Sgd:", "momentum"] => new Sgd(0.1, momentum: 1),
        ["RmsProp:", _] => new RmsProp(0.1, epsilon: -1),
        ["AdamW:", _] => new AdamW(0.1, weightDecay: double.NaN),
        ["Adam:", _] => new Adam(0.1, beta2: -0.5),
        ["ConstantRate:", _] => (Optimizer)new Sgd(0),
        _ => new Sgd(0.1, nesterov: true),
    }).Message, StringComparison.Ordinal);

    private static string Train(string name, int threads, int width)
    {
        using var settings = ComputeSettings.Use(width, threads);
        var tensors = Tensors(1, 17, 40_001);
        var optimizer = Cases[name].Make();
        Steps(optimizer, tensors, 0, 3);
        return string.Join(' ', tensors.Select(tensor => tensor.Value.Hash()).Concat(optimizer.State.Values.Select(memory => memory.Hash())));
    }

    private static void Steps(Optimizer optimizer, LearnedTensor[] tensors, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            var random = new SeededRandom(3, (ulong)step);
            foreach (var tensor in tensors)
                random.Gaussian(tensor.Gradient.Shape).Values.CopyTo(tensor.Gradient.Edit());
            optimizer.Step(tensors);
        }
    }

    /// <summary>Tensors t1, t17, … of those lengths with normal values and zero gradients.</summary>
    private static LearnedTensor[] Tensors(params int[] lengths) => [.. lengths.Select(length => new LearnedTensor($"t{length}",
        new SeededRandom(1, (ulong)length).Gaussian(new TensorShape(1, 1, 1, length)), new Tensor(1, 1, 1, length)))];
}
