using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Lays out the steps of an inference plan, volumes in blocks as far as routines take them. What branches give to be joined along
/// the depth is written straight to its place there, for one image and whole blocks; otherwise it is copied.
/// </summary>
internal sealed class InferencePlanner(Network network, List<PlanStep> steps)
{
    private readonly PlanMemory memory = new();
    private readonly PlanVolume[] after = new PlanVolume[network.Stages.Count + 1];
    private readonly PlanVolume?[] joined = new PlanVolume?[network.Stages.Count + 1];
    private readonly int[][] readers = [.. Enumerable.Range(0, network.Stages.Count + 1).Select(number => network.Readers(number).ToArray())];

    internal PlanVolume Lay(PlanVolume input)
    {
        after[0] = input;
        for (var i = 0; i < network.Stages.Count; i++)
        {
            var (stage, volume) = (network.Stages[i], after[network.Stages[i].From[0]]);
            switch (stage.Layer)
            {
                case Conv2d conv when InBlocks(conv, stage, volume.Shape.N) is { } problem
                    && (volume.Blocked is not null || !Conv2dAlgorithms.BlockedDepthwise(problem)):
                    volume = Convolve(conv, problem, volume, ref i);
                    break;
                case Pool2d pool when volume.Blocked is not null && BlockedStages.Whole(pool, stage, volume.Shape.N) is { } problem:
                    volume = Pool(pool, problem, stage, volume);
                    break;
                case GlobalAveragePool when volume.Blocked is not null:
                    volume = Average(stage, volume);
                    break;
                case BatchNorm2d norm when volume.Blocked is not null:
                    volume = Normalize(norm, stage, volume, ref i);
                    break;
                case ReLU when volume.Blocked is not null:
                    volume = Rectify(stage, volume);
                    break;
                case Concat concat when BlockedStages.InBlocks(concat) && stage.From.Any(number => after[number].Blocked is not null):
                    volume = Place(concat, stage);
                    break;
                case Join join:
                    volume = Joined(join, stage);
                    break;
                default:
                    volume = Other(stage, ToTensor(volume));
                    break;
            }

            after[i + 1] = volume;
        }

        return ToTensor(after[^1]);
    }

    /// <summary>The convolution of stage i and what joins it; i becomes the last stage that does.</summary>
    private PlanVolume Convolve(Conv2d conv, ConvProblem problem, PlanVolume input, ref int i)
    {
        var first = i + 1;
        var depthwise = Conv2dAlgorithms.BlockedDepthwise(problem);
        var finish = !Conv2dAlgorithms.IsWinograd(problem, conv.Algorithm) ? Finish(depthwise, ref i) : null;
        var store = finish is null && !depthwise ? Joined(problem, ref i) : ConvStore.Plain;
        var blocked = finish is not null || depthwise || (store & ConvStore.MaxPool) != 0 || LeadsToBlocked(i + 1);
        var stage = network.Stages[i];
        var output = blocked ? NextBlocked(stage, input.Shape.N, first) : NewTensor(new(input.Shape.N, stage.Output));
        steps.Add(new ConvStep(conv, problem, input, output, store, finish));
        return output;
    }

    /// <summary>
    /// A normalisation, one other branch that is added and a rectifier after stage i, as far as they come in this order and the
    /// branch is in blocks; null where there is none, or a rectifier alone and the convolution has that in its registers.
    /// </summary>
    private PlanFinish? Finish(bool evenRectifier, ref int i)
    {
        var last = i;
        var norm = After(last)?.Layer as BatchNorm2d;
        last += norm is null ? 0 : 1;
        PlanVolume? added = null;
        if (After(last) is { Layer: Add { Volumes.Count: 2 } add } sum && after[sum.From.First(number => number != last + 1)] is var other
            && Adds(add, other, network.Stages[last].Output))
        {
            (added, last) = (other, last + 1);
        }

        var rectify = After(last) is { Layer: ReLU };
        if (last == i && !(rectify && evenRectifier))
            return null;
        i = last + (rectify ? 1 : 0);
        return new(norm, added, rectify, network.Stages[i].Output);
    }

    /// <summary>Whether a finish can add a volume in blocks: block to block, absent channels only where there is nothing to add to.</summary>
    private static bool Adds(Add add, PlanVolume volume, Shape to) => volume.Blocked is not null && to == add.Output
        && (volume.Shape.Volume == to || (add.Subsample && volume.Shape.C % PackedFilters.Block == 0));

    /// <summary>What joins the convolution of stage i in its registers; i becomes the last stage that does.</summary>
    private ConvStore Joined(in ConvProblem problem, ref int i)
    {
        var store = ConvStore.Plain;
        if (After(i) is { Layer: ReLU })
            (store, i) = (ConvStore.Rectify, i + 1);
        if (BlockedStages.Squares(problem, After(i)) is not null)
            (store, i) = (store | ConvStore.MaxPool, i + 1);

        return store;
    }

    private Stage? After(int i) => BlockedStages.After(network, i);

    /// <summary>Branches in blocks of one shape added there, all others joined in tensors.</summary>
    private PlanVolume Joined(Join join, Stage stage)
    {
        PlanVolume[] volumes = [.. stage.From.Select(number => after[number])];
        if (join is Add add && Array.TrueForAll(volumes, v => v.Blocked is not null && v.Shape.Volume == add.Output))
        {
            var sum = NextBlocked(stage, volumes[0].Shape.N);
            steps.Add(new AddStep(add, volumes, sum));
            return sum;
        }

        var output = NewTensor(new(volumes[0].Shape.N, stage.Output));
        steps.Add(new JoinStep(join, [.. volumes.Select(ToTensor)], output));
        return output;
    }

    /// <summary>The branches behind one another in blocks; those that were not written there are copied.</summary>
    private PlanVolume Place(Concat concat, Stage stage)
    {
        var whole = Whole(stage, after[stage.From[0]].Shape.N, stage.Number);
        for (var i = 0; i < stage.From.Count; i++)
        {
            if (after[stage.From[i]] is var volume && volume.Blocked != whole.Blocked)
                steps.Add(new PlaceStep(stage.Name, volume, whole, concat.First(i)));
        }

        return whole;
    }

    /// <summary>The blocked volume of all branches, which the first of them to be written makes.</summary>
    private PlanVolume Whole(Stage join, int images, int first) => joined[join.Number] ??= NextBlocked(join, images, first);

    private PlanVolume Rectify(Stage stage, PlanVolume input)
    {
        var output = InPlace(stage, stage, input);
        steps.Add(new RectifyStep(input, output));
        return output;
    }

    private PlanVolume Normalize(BatchNorm2d norm, Stage first, PlanVolume input, ref int i)
    {
        var rectify = After(i) is { Layer: ReLU };
        i += rectify ? 1 : 0;
        var output = InPlace(first, network.Stages[i], input);
        steps.Add(new BatchNormStep(norm, input, output, rectify));
        return output;
    }

    /// <summary>The input itself where nobody else reads it and the output goes nowhere else.</summary>
    private PlanVolume InPlace(Stage first, Stage stage, PlanVolume input)
    {
        if (readers[first.From[0]].Length > 1 || PlaceOf(stage, input.Shape.N) is not null)
            return NextBlocked(stage, input.Shape.N, first.Number);
        memory.Keep(input.Blocked!, Until(stage));
        return new(input.Shape) { Blocked = input.Blocked, Offset = input.Offset };
    }

    private PlanVolume Pool(Pool2d pool, in PoolProblem problem, Stage stage, PlanVolume input)
    {
        var output = NextBlocked(stage, input.Shape.N);
        steps.Add(new PoolStep(pool, problem, input, output));
        return output;
    }

    private PlanVolume Average(Stage stage, PlanVolume input)
    {
        var output = NextBlocked(stage, input.Shape.N);
        steps.Add(new GlobalAverageStep(stage.Name, input, output));
        return output;
    }

    private PlanVolume Other(Stage stage, PlanVolume input)
    {
        var output = NewTensor(new(input.Shape.N, stage.Output));
        steps.Add(new LayerStep(stage.Layer, input, output));
        return output;
    }

    private PlanVolume ToTensor(PlanVolume volume)
    {
        if (volume.Blocked is null)
            return volume;
        if (volume.Reordered is null)
        {
            volume.Reordered = NewTensor(volume.Shape);
            steps.Add(new ReorderStep(volume, volume.Reordered));
        }

        return volume.Reordered;
    }

    /// <summary>Whether the volume after a stage is best kept blocked: a pooling or another direct convolution comes first.</summary>
    private bool LeadsToBlocked(int number) => Array.Exists(readers[number], reader => network.Stages[reader - 1] switch
    {
        { Layer: ReLU or BatchNorm2d or ConvNotebooks.Add } => LeadsToBlocked(reader),
        { Layer: Concat concat } => BlockedStages.InBlocks(concat) && LeadsToBlocked(reader),
        { Layer: Pool2d pool } stage => BlockedStages.Whole(pool, stage, 1) is not null,
        { Layer: GlobalAveragePool } => true,
        { Layer: Conv2d conv } stage => InBlocks(conv, stage, 1) is not null,
        _ => false,
    });

    private static ConvProblem? InBlocks(Conv2d conv, Stage stage, int images) =>
        BlockedStages.Direct(conv, stage, images) ?? BlockedStages.Depthwise(conv, stage, images);

    private static PlanVolume NewTensor(TensorShape shape) => new(shape) { Tensor = new Tensor(shape) };

    /// <summary>Blocked memory for what a step writes: a place among branches, or a buffer.</summary>
    /// <param name="stage">The last stage of the step.</param>
    /// <param name="images">Images in a minibatch.</param>
    /// <param name="first">The number of its first stage; that of the only one when left out.</param>
    private PlanVolume NextBlocked(Stage stage, int images, int? first = null)
    {
        var shape = new TensorShape(images, stage.Output);
        if (PlaceOf(stage, images) is { } join)
        {
            var whole = Whole(join, images, first ?? stage.Number);
            var slice = ((Concat)join.Layer).First(join.From.ToList().IndexOf(stage.Number));
            return new(shape) { Blocked = whole.Blocked, Offset = whole.Offset + (long)slice * shape.H * shape.W };
        }

        return new(shape) { Blocked = memory.Take(PlanVolume.BlockedLength(shape), first ?? stage.Number, Until(stage)) };
    }

    /// <summary>The stage that joins a stage's output along the depth, where that can be written to its place; null elsewhere.</summary>
    private Stage? PlaceOf(Stage stage, int images) =>
        images == 1 && readers[stage.Number] is [var reader] && network.Stages[reader - 1] is { Layer: Concat concat } join && BlockedStages.InBlocks(concat) ? join : null;

    /// <summary>The last stage that reads a stage's output.</summary>
    private int Until(Stage stage) => readers[stage.Number] is [.., var last] ? last : stage.Number;
}
