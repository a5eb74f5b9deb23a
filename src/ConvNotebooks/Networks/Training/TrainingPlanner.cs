using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Lays out the steps of a training pass. Volumes are blocked from the first convolution to the last pooling; they are tensors
/// where a layer has no blocked routine. A volume that several branches read ends in a fork, where their gradients are added.
/// </summary>
internal sealed class TrainingPlanner(Network network, List<TrainingStep> steps)
{
    /// <summary>After each stage the volume; null where it is inside a step.</summary>
    internal TrainingVolume?[] After { get; } = new TrainingVolume?[network.Stages.Count];

    /// <summary>The step that computes each stage, counted from 0.</summary>
    internal int[] StepOf { get; } = new int[network.Stages.Count];

    private readonly ForkTraining?[] forks = new ForkTraining?[network.Stages.Count + 1];
    private TrainingVolume? input;

    internal void Lay(TrainingVolume images)
    {
        input = images;
        Fork(0);
        for (var i = 0; i < network.Stages.Count; i++)
        {
            var (stage, first) = (network.Stages[i], i);
            var volume = stage.Layer is Join join ? Joined(join, stage, ref i) : Layer(stage, Read(stage.From[0]), ref i);
            Array.Fill(StepOf, steps.Count - 1, first, i - first + 1);
            After[i] = volume;
            if (i == network.Stages.Count - 1)
                ToTensor(volume, i + 1);
            Fork(i + 1);
        }
    }

    private TrainingVolume Layer(Stage stage, TrainingVolume volume, ref int i)
    {
        var blocked = volume.Blocked is not null;
        switch (stage.Layer)
        {
            case Conv2d conv when BlockedStages.Direct(conv, stage, volume.Shape.N) is { } problem:
                return Convolve(conv, problem, volume, ref i);
            case MaxPool2d pool when blocked && BlockedStages.Whole(pool, stage, volume.Shape.N) is { } problem:
                return Step(new MaxPoolTraining(problem, volume, InBlocks(stage, volume)));
            case AveragePool2d pool when blocked && BlockedStages.Whole(pool, stage, volume.Shape.N) is { } problem:
                return Step(new AveragePoolTraining(problem, pool.IncludePadding, volume, InBlocks(stage, volume)));
            case GlobalAveragePool when blocked:
                return Step(new AveragePoolTraining(GlobalAveragePool.Problem(volume.Shape), false, volume, InBlocks(stage, volume)));
            case BatchNorm2d norm when blocked:
                var rectified = JoinsRelu(ref i);
                return Step(new NormTraining(norm, volume, InBlocks(stage, volume, rectified)));
            case ReLU when blocked:
                return Step(new RectifyTraining(volume, InBlocks(stage, volume, rectified: true)));
            default:
                volume = ToTensor(volume, stage.From[0]);
                return Step(new LayerTraining(stage.Layer, volume, OfTensor(stage, volume)));
        }
    }

    /// <summary>Branches joined in blocks where all are there and begin at a block each or are added in one shape; otherwise in tensors.</summary>
    private TrainingVolume Joined(Join join, Stage stage, ref int i)
    {
        TrainingVolume[] given = [.. stage.From.Select(Volume)];
        var blocked = Array.TrueForAll(given, v => v.Blocked is not null);
        if (blocked && join is Add add && Array.TrueForAll(given, v => v.Shape.Volume == add.Output))
        {
            var rectified = JoinsRelu(ref i);
            var own = given.Where((v, k) => forks[stage.From[k]] is null && !v.Rectified).FirstOrDefault();
            var sum = TrainingVolume.InBlocks(given[0].Shape, rectified, own?.BlockedGradient);
            TrainingVolume[] volumes = [.. stage.From.Select(number => Read(number, sum.BlockedGradient))];
            var step = new AddTraining(volumes, sum);
            foreach (var volume in volumes)
                volume.Reader = step;
            return Step(step);
        }

        if (blocked && join is Concat concat && BlockedStages.InBlocks(concat))
        {
            var whole = InBlocks(stage, given[0]);
            for (var k = 0; k < given.Length; k++)
                Step(new PlaceTraining(Read(stage.From[k]), whole, concat.First(k)));
            return whole;
        }

        return Step(new JoinTraining(join, [.. stage.From.Select(number => ToTensor(Read(number), number))], OfTensor(stage, given[0])));
    }

    /// <summary>Adds the gradients of several readers of a volume where there are several.</summary>
    private void Fork(int number)
    {
        if (network.Readers(number).Skip(1).Any())
            Step(forks[number] = new ForkTraining(Volume(number)));
    }

    /// <summary>The volume after a stage, 0 for the network's input.</summary>
    private TrainingVolume Volume(int number) => number == 0 ? input! : After[number - 1]!;

    /// <summary>The volume as its next reader reads it.</summary>
    private TrainingVolume Read(int number, AlignedFloats? gradient = null) => forks[number]?.Branch(gradient) ?? Volume(number);

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
        step.Input.Reader = step;
        return step.Output;
    }

    private TrainingVolume ToTensor(TrainingVolume volume, int number)
    {
        if (volume.Blocked is null)
            return volume;
        var tensor = Step(new ReorderTraining(volume, TrainingVolume.OfTensor(volume.Shape)));
        if (forks[number] is null)
            After[number - 1] = tensor;
        return tensor;
    }

    private static TrainingVolume OfTensor(Stage stage, TrainingVolume input) => TrainingVolume.OfTensor(new(input.Shape.N, stage.Output));

    private static TrainingVolume InBlocks(Stage stage, TrainingVolume input, bool rectified = false) =>
        TrainingVolume.InBlocks(new(input.Shape.N, stage.Output), rectified);
}
