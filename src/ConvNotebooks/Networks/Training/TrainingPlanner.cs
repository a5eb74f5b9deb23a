using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Lays out the steps of a training pass. Volumes are blocked from the first convolution to the last pooling; they are tensors
/// where a layer has no blocked routine, and where a residual connection begins or ends.
/// </summary>
internal sealed class TrainingPlanner(Network network, List<TrainingStep> steps)
{
    /// <summary>After each stage the volume; null where it is inside a step.</summary>
    internal TrainingVolume?[] After { get; } = new TrainingVolume?[network.Stages.Count];

    /// <summary>The step that computes each stage, counted from 0.</summary>
    internal int[] StepOf { get; } = new int[network.Stages.Count];

    internal void Lay(TrainingVolume input)
    {
        var volume = input;
        for (var i = 0; i < network.Stages.Count; i++)
        {
            var (stage, first) = (network.Stages[i], i);
            var blocked = volume.Blocked is not null;
            switch (stage.Layer)
            {
                case Conv2d conv when BlockedStages.Direct(conv, stage, volume.Shape.N) is { } problem:
                    volume = Convolve(conv, problem, volume, ref i);
                    break;
                case MaxPool2d pool when blocked && BlockedStages.Whole(pool, stage, volume.Shape.N) is { } problem:
                    volume = Step(new MaxPoolTraining(problem, volume, InBlocks(stage, volume)));
                    break;
                case AveragePool2d pool when blocked && BlockedStages.Whole(pool, stage, volume.Shape.N) is { } problem:
                    volume = Step(new AveragePoolTraining(problem, pool.IncludePadding, volume, InBlocks(stage, volume)));
                    break;
                case GlobalAveragePool when blocked:
                    volume = Step(new AveragePoolTraining(GlobalAveragePool.Problem(volume.Shape), false, volume, InBlocks(stage, volume)));
                    break;
                case BatchNorm2d norm when blocked:
                    var rectified = JoinsRelu(ref i);
                    volume = Step(new NormTraining(norm, volume, InBlocks(stage, volume, rectified)));
                    break;
                case ReLU when blocked:
                    volume = Step(new RectifyTraining(volume, InBlocks(stage, volume, rectified: true)));
                    break;
                case Add add:
                    volume = ToTensor(volume, first - 1);
                    var skipped = add.Source(i) < 0 ? input : After[add.Source(i)]!;
                    volume = Step(new AddTraining(add, volume, skipped, OfTensor(stage, volume)));
                    break;
                default:
                    volume = ToTensor(volume, first - 1);
                    volume = Step(new LayerTraining(stage.Layer, volume, OfTensor(stage, volume)));
                    break;
            }

            Array.Fill(StepOf, steps.Count - 1, first, i - first + 1);
            After[i] = volume;
            if (i == network.Stages.Count - 1 || BlockedStages.IsAdded(network, network.Stages[i]))
                volume = ToTensor(volume, i);
        }
    }

    private TrainingVolume Convolve(Conv2d conv, in ConvProblem problem, TrainingVolume input, ref int i)
    {
        var store = JoinsRelu(ref i) ? ConvStore.Rectify : ConvStore.Plain;
        var pooling = BlockedStages.Squares(problem, BlockedStages.After(network, i));
        if (pooling is not null)
            (store, i) = (store | ConvStore.MaxPool, i + 1);
        return Step(new ConvTraining(conv, problem, pooling, input, InBlocks(network.Stages[i], input, store == ConvStore.Rectify), store));
    }

    /// <summary>Whether a rectifier joins stage i; i becomes its stage then.</summary>
    private bool JoinsRelu(ref int i)
    {
        if (BlockedStages.After(network, i) is not { Layer: ReLU })
            return false;
        i++;
        return true;
    }

    private TrainingVolume Step(TrainingStep step)
    {
        steps.Add(step);
        return step.Output;
    }

    private TrainingVolume ToTensor(TrainingVolume volume, int stage)
    {
        if (volume.Blocked is null)
            return volume;
        return After[stage] = Step(new ReorderTraining(volume, TrainingVolume.OfTensor(volume.Shape)));
    }

    private static TrainingVolume OfTensor(Stage stage, TrainingVolume input) => TrainingVolume.OfTensor(new(input.Shape.N, stage.Output));

    private static TrainingVolume InBlocks(Stage stage, TrainingVolume input, bool rectified = false) =>
        TrainingVolume.InBlocks(new(input.Shape.N, stage.Output), rectified);
}
