using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A residual connection: adds the volume that went into the last few layers to what came out of them, y = x + F(x). Both have
/// the same shape, and so has the sum; or x is subsampled where the layers made the volume smaller and deeper.
/// </summary>
/// <remarks>
/// Subsampling is the paper's shortcut A, without parameters: every S-th pixel of each slice of x, and 0 for the slices that x
/// lacks. Source: K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition" (2016), sections 3.3 and 4.2.
/// </remarks>
public sealed class Add : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="around">How many layers the connection goes around, at least 1.</param>
    /// <param name="subsample">Whether the volume before them is subsampled to the smaller, deeper one that comes out.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one layer.</exception>
    public Add(int around, bool subsample = false) =>
        (Around, Subsample) = (Sizes.AtLeastOne(around, nameof(Add), nameof(around)), subsample);

    /// <summary>How many layers the connection goes around.</summary>
    public int Around { get; }

    /// <summary>Whether the volume before them is subsampled.</summary>
    public bool Subsample { get; }

    /// <inheritdoc/>
    public override string Word => "ADD";

    /// <inheritdoc/>
    public override string Notation => $"ADD {Around.ToString(CultureInfo.InvariantCulture)}{(Subsample ? " subsample" : "")}";

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [new("around", "n", Around.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string Formula(Shape input) => $"plus the volume before the {(Around == 1 ? "last layer" : $"last {Around} layers")}{(Subsample ? ", subsampled" : "")}";

    /// <summary>Adds the volumes of a minibatch.</summary>
    /// <param name="input">What came out of the layers.</param>
    /// <param name="skipped">What went into them.</param>
    /// <returns>The sum, of the same axes.</returns>
    /// <exception cref="ShapeException">The axes differ.</exception>
    public Tensor Sum(Tensor input, Tensor skipped)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = new Tensor(input.Shape);
        Sum(input, skipped, output);
        return output;
    }

    /// <summary>Adds the volumes of a minibatch into a tensor that is there already; allocates nothing.</summary>
    /// <param name="input">What came out of the layers.</param>
    /// <param name="skipped">What went into them.</param>
    /// <param name="output">Overwritten with the sum.</param>
    /// <exception cref="ShapeException">The axes differ.</exception>
    public void Sum(Tensor input, Tensor skipped, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(skipped);
        ArgumentNullException.ThrowIfNull(output);
        if (skipped.Shape.N != input.Shape.N || output.Shape != input.Shape || !Takes(skipped.Shape.Volume, input.Shape.Volume))
            throw new ShapeException($"{Who}: {skipped.Shape} came to be added to {input.Shape}, into {output.Shape}. Give tensors of one shape.");
        output.Edit();
        if (skipped.Shape == input.Shape)
            Elementwise.Add(input.Array, skipped.Array, output.Array);
        else
            Subsampling.Add(input, skipped, output);
    }

    /// <summary>Whether a volume can be added to one that came out of the layers.</summary>
    internal bool Takes(Shape skipped, Shape input) => skipped == input || (Subsample && Subsampling.Reaches(skipped, input));

    /// <summary>Adds the gradient that goes back through the connection to that of the skipped volumes.</summary>
    internal static void AddGradient(Tensor outputGradient, Tensor skippedGradient)
    {
        if (outputGradient.Shape == skippedGradient.Shape)
            Elementwise.Add(skippedGradient.Array, outputGradient.Array, skippedGradient.Array);
        else
            Subsampling.AddGradient(outputGradient, skippedGradient);
    }

    /// <summary>Which stage's output is added, from 0; −1 for the network's input.</summary>
    /// <param name="stage">The place of this layer, from 0.</param>
    internal int Source(int stage) => stage - 1 - Around;

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state) => throw new InvalidOperationException(
        $"{Who}: one volume came, and this layer adds two. Run it in its network, or call Sum(input, skipped).");

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is not null)
            outputGradient.Array.CopyTo(inputGradient.Array, 0);
    }
}
