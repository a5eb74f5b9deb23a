using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>One step of an inference plan: from one place in memory to another, everything resolved.</summary>
internal abstract class PlanStep
{
    /// <summary>The layer and what joined it, for whoever measures.</summary>
    internal abstract string Name { get; }

    /// <summary>Multiply-adds of a run, those of a convolution or a fully-connected layer; 0 for what moves numbers.</summary>
    internal virtual long MultiplyAdds => 0;

    internal abstract void Run();
}

/// <summary>A minibatch of volumes inside a plan: a tensor (N C H W), or blocked numbers that two steps share by turns.</summary>
/// <param name="shape">The axes.</param>
internal sealed unsafe class PlanVolume(TensorShape shape)
{
    internal TensorShape Shape { get; } = shape;

    /// <summary>The tensor; null for blocked numbers.</summary>
    internal Tensor? Tensor { get; set; }

    /// <summary>The blocked numbers; null for a tensor.</summary>
    internal AlignedFloats? Blocked { get; init; }

    /// <summary>Where the volume begins in the blocked numbers, when it is a part of a volume of branches.</summary>
    internal long Offset { get; init; }

    /// <summary>The first of the blocked numbers.</summary>
    internal float* Pointer => Blocked!.Pointer + Offset;

    /// <summary>The same volume in a tensor, once a step has asked for it.</summary>
    internal PlanVolume? Reordered { get; set; }

    internal ActivationLayout Layout => Blocked is null ? ActivationLayout.Nchw : ActivationLayout.Nchw16c;

    /// <summary>Numbers of the blocked form, absent channels included.</summary>
    internal static long BlockedLength(TensorShape shape) => BlockedActivations.Length(shape.N, shape.C, shape.H * shape.W);
}

/// <summary>A convolution from either layout to either, and what follows it: a rectifier and a pooling, or a finish.</summary>
internal sealed unsafe class ConvStep(
    Conv2d layer, ConvProblem problem, PlanVolume input, PlanVolume output, ConvStore store, PlanFinish? finish) : PlanStep
{
    internal override string Name => (layer.Name ?? layer.Word) + finish?.Name
        + ((store & ConvStore.Rectify) != 0 ? " + relu" : "") + ((store & ConvStore.MaxPool) != 0 ? " + pool" : "");

    internal override long MultiplyAdds => problem.MultiplyAdds;

    internal override void Run()
    {
        var packed = layer.Packed(problem)!;
        var last = finish?.Resolve() ?? default;
        fixed (float* from = input.Tensor?.Array, biases = layer.Biases?.Value.Array, to = output.Tensor?.Array)
        {
            var x = input.Blocked is null ? from : input.Pointer;
            var y = output.Blocked is null ? to : output.Pointer;
            if (Conv2dAlgorithms.BlockedDepthwise(problem))
                Lanes.Start(new Conv2dBlockedDepthwise(problem, x, packed, biases, y, finish is null ? null : &last));
            else
                Conv2dAlgorithms.Forward(problem, x, input.Layout, packed, biases, y, output.Layout, layer.Algorithm, store, finish: finish is null ? null : &last);
        }

        GC.KeepAlive(finish);
    }
}

/// <summary>A pooling of blocked activations.</summary>
internal sealed unsafe class PoolStep(Pool2d layer, PoolProblem problem, PlanVolume input, PlanVolume output) : PlanStep
{
    internal override string Name => layer.Name ?? layer.Word;

    internal override void Run() => layer.PoolBlocked(problem, input.Pointer, output.Pointer);
}

/// <summary>The average of each channel of blocked activations.</summary>
internal sealed unsafe class GlobalAverageStep(string name, PlanVolume input, PlanVolume output) : PlanStep
{
    internal override string Name => name;

    internal override void Run() =>
        PoolAlgorithms.AverageBlocked(GlobalAveragePool.Problem(input.Shape), input.Pointer, output.Pointer, includePadding: false);
}

/// <summary>A batch normalisation of blocked activations, and the rectifier that follows it; in place where both are one.</summary>
internal sealed unsafe class BatchNormStep(BatchNorm2d layer, PlanVolume input, PlanVolume output, bool rectify) : PlanStep
{
    private readonly NormSizes sizes = new(input.Shape.N, input.Shape.C, input.Shape.H * input.Shape.W);
    private readonly BatchStatistics running = layer.NewRunning();

    internal override string Name => (layer.Name ?? layer.Word) + (rectify ? " + relu" : "");

    internal override void Run() => layer.NormalizeBlocked(sizes, input.Pointer, output.Pointer, rectify, running);
}

/// <summary>A rectifier of blocked activations; in place where both are one.</summary>
internal sealed unsafe class RectifyStep(PlanVolume input, PlanVolume output) : PlanStep
{
    internal override string Name => "relu";

    internal override void Run() => Elementwise.Relu(input.Pointer, output.Pointer, PlanVolume.BlockedLength(output.Shape));
}

/// <summary>Blocked activations back to a tensor, at the edge of what the blocked routines cover.</summary>
internal sealed unsafe class ReorderStep(PlanVolume input, PlanVolume output) : PlanStep
{
    internal override string Name => "to N C H W";

    internal override void Run()
    {
        fixed (float* to = output.Tensor!.Array)
            BlockedActivations.ToTensor(output.Shape.N, output.Shape.C, output.Shape.H * output.Shape.W, input.Pointer, to);
    }
}

/// <summary>Any other layer, from tensor to tensor.</summary>
internal sealed class LayerStep(Layer layer, PlanVolume input, PlanVolume output) : PlanStep
{
    internal override string Name => layer.Name ?? layer.Word;

    internal override long MultiplyAdds => layer is Conv2d or Dense ? input.Shape.N * (long)layer.Count(input.Shape.Volume).MultiplyAdds : 0;

    internal override void Run() => layer.Forward(input.Tensor!, output.Tensor!);
}
