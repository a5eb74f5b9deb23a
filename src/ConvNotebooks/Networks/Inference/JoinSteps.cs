using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>Branches joined in tensors.</summary>
internal sealed class JoinStep(Join layer, PlanVolume[] volumes, PlanVolume output) : PlanStep
{
    private readonly Tensor[] tensors = new Tensor[volumes.Length];

    internal override string Name => layer.Name ?? layer.Word;

    internal override void Run()
    {
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = volumes[i].Tensor!;
        layer.Forward(tensors, output.Tensor!);
    }
}

/// <summary>Branches in blocks of one shape added, in order.</summary>
internal sealed unsafe class AddStep(Add layer, PlanVolume[] volumes, PlanVolume output) : PlanStep
{
    internal override string Name => layer.Name ?? layer.Word;

    internal override void Run()
    {
        var sum = volumes[0].Pointer;
        foreach (var volume in volumes.AsSpan(1))
        {
            Elementwise.Add(sum, volume.Pointer, output.Pointer, PlanVolume.BlockedLength(output.Shape));
            sum = output.Pointer;
        }
    }
}

/// <summary>A branch's volume, a tensor or in blocks, copied to its place behind those before it; whole blocks alone.</summary>
/// <param name="name">The layer that joins the branches.</param>
/// <param name="input">What the branch gave.</param>
/// <param name="output">The blocked volume of all branches.</param>
/// <param name="first">The first slice of the branch in it.</param>
internal sealed unsafe class PlaceStep(string name, PlanVolume input, PlanVolume output, int first) : PlanStep
{
    internal override string Name => name;

    internal override void Run()
    {
        var (shape, plane) = (input.Shape, input.Shape.H * input.Shape.W);
        long part = BlockedActivations.Length(1, shape.C, plane), whole = BlockedActivations.Length(1, output.Shape.C, plane);
        fixed (float* tensor = input.Tensor?.Array)
        {
            for (var n = 0; n < shape.N; n++)
            {
                var to = output.Pointer + n * whole + (long)first * plane;
                if (tensor is null)
                    Buffer.MemoryCopy(input.Pointer + n * part, to, sizeof(float) * part, sizeof(float) * part);
                else
                    BlockedActivations.FromTensor(1, shape.C, plane, tensor + (long)n * shape.C * plane, to);
            }
        }
    }
}
