using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Branches added value by value. With an empty branch it is a residual connection, y = F(x) + x; with a 1x1 convolution in its
/// place the projection shortcut of deeper residual networks. All branches give one volume, and so does the sum; or larger,
/// less deep ones are subsampled to it.
/// </summary>
/// <remarks>
/// Subsampling is the paper's shortcut A, without parameters: every S-th pixel of each slice of x, and 0 for the slices that x
/// lacks. Source: K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition" (2016), sections 3.3 and 4.2.
/// </remarks>
public sealed class Add : Join
{
    /// <summary>Creates the layer.</summary>
    /// <param name="volumes">What the branches give, at least two.</param>
    /// <param name="subsample">Whether larger, less deep volumes are subsampled to the smallest one.</param>
    /// <exception cref="ShapeException">The volumes do not fit together.</exception>
    public Add(IReadOnlyList<Shape> volumes, bool subsample = false)
        : base(volumes, Common(volumes, subsample)) => Subsample = subsample;

    /// <summary>Whether larger, less deep volumes are subsampled.</summary>
    public bool Subsample { get; }

    /// <inheritdoc/>
    public override string Word => "ADD";

    /// <inheritdoc/>
    public override string Notation => Subsample ? "ADD subsample" : "ADD";

    /// <inheritdoc/>
    public override string Formula(Shape input) => string.Join(" + ", Volumes.Select((volume, i) =>
        $"branch {i + 1}{(volume == Output ? "" : $" {volume} subsampled")}"));

    /// <inheritdoc/>
    internal override ReceptiveField Through(IReadOnlyList<ReceptiveField> fields) =>
        base.Through([.. fields.Select((field, i) => field.Every(
            Subsampling.Stride(Volumes[i].Width, Output.Width), Subsampling.Stride(Volumes[i].Height, Output.Height)))]);

    /// <inheritdoc/>
    internal override void Compute(Tensor[] volumes, Tensor output)
    {
        var whole = Whole(volumes);
        for (int i = 0, added = 0; i < volumes.Length; i++)
        {
            if (i == whole)
                continue;
            var sum = added++ == 0 ? volumes[whole] : output;
            if (volumes[i].Shape == output.Shape)
                Elementwise.Add(sum.Array, volumes[i].Array, output.Array);
            else
                Subsampling.Add(sum, volumes[i], output);
        }
    }

    /// <inheritdoc/>
    internal override void Backward(int branch, Tensor outputGradient, Tensor inputGradient)
    {
        if (outputGradient.Shape == inputGradient.Shape)
        {
            outputGradient.Values.CopyTo(inputGradient.Edit());
            return;
        }

        // Minus 0 adds nothing to a number, not even to the sign of a 0.
        inputGradient.Edit().Fill(-0f);
        Subsampling.AddGradient(outputGradient, inputGradient);
    }

    private protected override TensorShape OutputShape(Tensor[] volumes)
    {
        if (volumes.Length == Volumes.Count && Array.TrueForAll(volumes, v => v.Shape.N == volumes[0].Shape.N)
            && Common(volumes.Select(v => v.Shape.Volume), Subsample) is { } common)
        {
            return new(volumes[0].Shape.N, common);
        }

        throw new ShapeException($"{Who}: {Listed(volumes.Select(v => v.Shape))}; the layer was built for {string.Join(", ", Volumes)}. "
            + "Give one minibatch from each branch.");
    }

    /// <summary>The first volume that is as large as the sum.</summary>
    private static int Whole(Tensor[] volumes)
    {
        var whole = 0;
        for (var i = 1; i < volumes.Length; i++)
            whole = volumes[i].Shape.W < volumes[whole].Shape.W || volumes[i].Shape.H < volumes[whole].Shape.H || volumes[i].Shape.C > volumes[whole].Shape.C ? i : whole;
        return whole;
    }

    private static Shape Common(IReadOnlyList<Shape> volumes, bool subsample)
    {
        ArgumentNullException.ThrowIfNull(volumes);
        return Common((IEnumerable<Shape>)volumes, subsample) ?? throw new ShapeException($"Add: {Listed(volumes)}; a sum needs one volume from all. "
            + (subsample ? "A volume is subsampled to one of a whole fraction of its width and height, and at least its depth."
                : "Use filters that keep the volume (3x3 with padding 1 and stride 1); where they make it smaller and deeper, put a 1x1 convolution of "
                    + "their stride and number of filters into the other branch, or let the sum subsample: in C# subsample: true, in the notation ADD subsample( ... )."));
    }

    private static Shape? Common(IEnumerable<Shape> volumes, bool subsample)
    {
        foreach (var common in volumes)
        {
            if (volumes.All(v => v == common || (subsample && Subsampling.Reaches(v, common))))
                return common;
        }

        return null;
    }
}
