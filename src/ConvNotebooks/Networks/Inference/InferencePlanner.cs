using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Lays out the steps of an inference plan. Two blocked buffers, each as large as the largest volume, serve by turns:
/// a step reads one and writes the other.
/// </summary>
internal sealed class InferencePlanner(Network network, List<PlanStep> steps)
{
    private AlignedFloats? front;
    private AlignedFloats? back;

    internal PlanVolume Lay(PlanVolume input)
    {
        var volume = input;
        var after = new PlanVolume[network.Stages.Count];
        for (var i = 0; i < network.Stages.Count; i++)
        {
            var stage = network.Stages[i];
            switch (stage.Layer)
            {
                case Conv2d conv when InBlocks(conv, stage, volume.Shape.N) is { } problem
                    && (volume.Blocked is not null || !Conv2dAlgorithms.BlockedDepthwise(problem)):
                    volume = Convolve(conv, problem, volume, after, ref i);
                    break;
                case Pool2d pool when volume.Blocked is not null && BlockedStages.Whole(pool, stage, volume.Shape.N) is { } problem:
                    volume = Pool(pool, problem, stage, volume);
                    break;
                case GlobalAveragePool when volume.Blocked is not null:
                    volume = Average(stage, volume);
                    break;
                case BatchNorm2d norm when volume.Blocked is not null:
                    volume = Normalize(norm, volume, ref i);
                    break;
                case ReLU when volume.Blocked is not null:
                    volume = Rectify(stage, volume, inPlace: (i == 0 || !IsAdded(network.Stages[i - 1])) && !IsAdded(stage));
                    break;
                case Add add:
                    volume = Add(add, stage, volume, add.Source(i) < 0 ? input : after[add.Source(i)]);
                    break;
                default:
                    volume = Other(stage, ToTensor(volume));
                    break;
            }

            after[i] = volume;
        }

        return ToTensor(volume);
    }

    /// <summary>The convolution of stage i and what joins it; i becomes the last stage that does.</summary>
    private PlanVolume Convolve(Conv2d conv, ConvProblem problem, PlanVolume input, PlanVolume[] after, ref int i)
    {
        var depthwise = Conv2dAlgorithms.BlockedDepthwise(problem);
        var finish = !Conv2dAlgorithms.Transforms(problem, conv.Algorithm) ? Finish(after, depthwise, ref i) : null;
        var store = finish is null && !depthwise ? Joined(problem, ref i) : ConvStore.Plain;
        var blocked = finish is not null || depthwise || (store & ConvStore.MaxPool) != 0 || LeadsToBlocked(i + 1);
        var stage = network.Stages[i];
        var output = blocked ? NextBlocked(stage, input.Shape.N) : NewTensor(new(input.Shape.N, stage.Output));
        steps.Add(new ConvStep(conv, problem, input, output, store, finish));
        return output;
    }

    /// <summary>
    /// A normalisation, a residual connection and a rectifier after stage i, as far as they come in this order and what is added
    /// is in blocks; null where there is none, or a rectifier alone and the convolution has that in its registers.
    /// </summary>
    private PlanFinish? Finish(PlanVolume[] after, bool evenRectifier, ref int i)
    {
        var last = i;
        var norm = After(last)?.Layer as BatchNorm2d;
        last += norm is null ? 0 : 1;
        PlanVolume? added = null;
        if (After(last) is { Layer: Add add } && add.Source(last + 1) is >= 0 and var source && Adds(add, after[source], network.Stages[last].Output))
            (added, last) = (after[source], last + 1);
        var rectify = After(last) is { Layer: ReLU };
        if (last == i && !(rectify && evenRectifier))
            return null;
        i = last + (rectify ? 1 : 0);
        return new(norm, added, rectify, network.Stages[i].Output);
    }

    /// <summary>Whether a residual connection can add a volume in blocks: block to block, absent channels only where there is nothing to add to.</summary>
    private static bool Adds(Add add, PlanVolume volume, Shape to) => volume is { Blocked: not null }
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

    /// <summary>Whether a residual connection begins after a stage: what is added later has memory of its own.</summary>
    private bool IsAdded(Stage stage) => BlockedStages.IsAdded(network, stage);

    private PlanVolume Add(Add add, Stage stage, PlanVolume input, PlanVolume skipped)
    {
        if (input.Blocked is null || skipped.Blocked is null || input.Shape != skipped.Shape)
            (input, skipped) = (ToTensor(input), ToTensor(skipped));
        var output = input.Blocked is null ? NewTensor(input.Shape) : NextBlocked(stage, input.Shape.N);
        steps.Add(new AddStep(add, input, skipped, output));
        return output;
    }

    private PlanVolume Rectify(Stage stage, PlanVolume input, bool inPlace)
    {
        var output = inPlace ? input : NextBlocked(stage, input.Shape.N);
        steps.Add(new RectifyStep(input, output));
        return output;
    }

    private PlanVolume Normalize(BatchNorm2d norm, PlanVolume input, ref int i)
    {
        var inPlace = i == 0 || !IsAdded(network.Stages[i - 1]);
        var rectify = After(i) is { Layer: ReLU };
        i += rectify ? 1 : 0;
        var stage = network.Stages[i];
        var output = inPlace && !IsAdded(stage) ? input : NextBlocked(stage, input.Shape.N);
        steps.Add(new BatchNormStep(norm, input, output, rectify));
        return output;
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
        var tensor = NewTensor(volume.Shape);
        steps.Add(new ReorderStep(volume, tensor));
        return tensor;
    }

    /// <summary>Whether the volume before a stage is best kept blocked: a pooling or another direct convolution comes first.</summary>
    private bool LeadsToBlocked(int from) => network.Stages.Skip(from).SkipWhile(s => s.Layer is ReLU or BatchNorm2d or ConvNotebooks.Add).FirstOrDefault() switch
    {
        { Layer: Pool2d pool } stage => BlockedStages.Whole(pool, stage, 1) is not null,
        { Layer: Conv2d conv } stage => InBlocks(conv, stage, 1) is not null,
        _ => false,
    };

    private static ConvProblem? InBlocks(Conv2d conv, Stage stage, int images) =>
        BlockedStages.Direct(conv, stage, images) ?? BlockedStages.Depthwise(conv, stage, images);

    private static PlanVolume NewTensor(TensorShape shape) => new(shape) { Tensor = new Tensor(shape) };

    private PlanVolume NextBlocked(Stage stage, int images)
    {
        if (IsAdded(stage))
            return new(new(images, stage.Output)) { Blocked = new AlignedFloats(PlanVolume.BlockedLength(new(images, stage.Output))) };
        (front, back) = (back, front);
        front ??= new AlignedFloats(network.Stages.Max(s => PlanVolume.BlockedLength(new(images, s.Output))));
        return new(new(images, stage.Output)) { Blocked = front };
    }
}
