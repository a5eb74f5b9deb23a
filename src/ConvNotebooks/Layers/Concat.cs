namespace ConvNotebooks;

/// <summary>
/// Branches laid one behind the other along the depth: in [W x H x D₁], [W x H x D₂], …, out [W x H x (D₁ + D₂ + …)]. The Inception
/// module joins filters of several sizes so; a dense block puts what it computed behind the volume it came from.
/// </summary>
/// <remarks>Source: C. Szegedy et al., "Going deeper with convolutions" (2015), section 4.</remarks>
public sealed class Concat : Join
{
    /// <summary>Creates the layer.</summary>
    /// <param name="volumes">What the branches give, at least two.</param>
    /// <exception cref="ShapeException">The volumes have different widths or heights.</exception>
    public Concat(IReadOnlyList<Shape> volumes)
        : base(volumes, Behind(volumes))
    {
    }

    /// <inheritdoc/>
    public override string Word => "CONCAT";

    /// <inheritdoc/>
    public override string Formula(Shape input) => $"{string.Join(" + ", Volumes.Select(v => v.Depth))} = {Output.Depth} deep";

    /// <summary>The first slice of a branch in the output, from 0.</summary>
    internal int First(int branch) => Volumes.Take(branch).Sum(v => v.Depth);

    /// <inheritdoc/>
    internal override void Compute(Tensor[] volumes, Tensor output)
    {
        var (at, image) = (0, output.Array.Length / output.Shape.N);
        foreach (var volume in volumes)
        {
            var length = volume.Array.Length / output.Shape.N;
            for (var n = 0; n < output.Shape.N; n++)
                Array.Copy(volume.Array, n * length, output.Array, n * image + at, length);
            at += length;
        }
    }

    /// <inheritdoc/>
    internal override void Backward(int branch, Tensor outputGradient, Tensor inputGradient)
    {
        inputGradient.Edit();
        var (shape, image) = (inputGradient.Shape, outputGradient.Array.Length / inputGradient.Shape.N);
        int length = shape.C * shape.H * shape.W, at = First(branch) * shape.H * shape.W;
        for (var n = 0; n < shape.N; n++)
            Array.Copy(outputGradient.Array, n * image + at, inputGradient.Array, n * length, length);
    }

    private protected override TensorShape OutputShape(Tensor[] volumes)
    {
        if (volumes.Length == Volumes.Count && Enumerable.Range(0, volumes.Length).All(i => volumes[i].Shape == Of(Volumes[i].Depth)))
            return Of(Output.Depth);
        throw new ShapeException($"{Who}: {Listed(volumes.Select(v => v.Shape))}; the layer was built for {string.Join(", ", Volumes)}. "
            + "Give one minibatch from each branch, all of one width and height.");

        TensorShape Of(int depth) => new(volumes[0].Shape.N, depth, volumes[0].Shape.H, volumes[0].Shape.W);
    }

    private static Shape Behind(IReadOnlyList<Shape> volumes)
    {
        ArgumentNullException.ThrowIfNull(volumes);
        var (width, height, _) = volumes[0];
        if (volumes.All(v => (v.Width, v.Height) == (width, height)))
            return new(width, height, checked(volumes.Sum(v => v.Depth)));
        throw new ShapeException($"Concat: {Listed(volumes)}; branches are joined along the depth, so their widths and heights must be the same. "
            + "Pad each filter and pooling so that it keeps them (padding 1 for 3x3, 2 for 5x5), and give every branch the same stride.");
    }
}
