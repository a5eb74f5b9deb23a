using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// The gradients of one score with respect to the image and to every layer's output, in inference: dropout lets everything
/// through, and batch normalisation is the fixed scaling by its running statistics. For looking at networks, not for training.
/// </summary>
/// <remarks>Source: K. Simonyan, A. Vedaldi, A. Zisserman, "Deep inside convolutional networks" (2013).</remarks>
public sealed class NetworkGradients
{
    private readonly Tensor[] gradients;

    private NetworkGradients(Activations activations, Tensor[] gradients, int score) =>
        (Activations, this.gradients, Score) = (activations, gradients, score);

    /// <summary>Which score they are the gradients of: the depth slice of the output.</summary>
    public int Score { get; }

    /// <summary>What the forward half computed.</summary>
    public Activations Activations { get; }

    /// <summary>The gradient with respect to the images, [N, C, H, W].</summary>
    public Tensor Input => gradients[0];

    /// <summary>The gradient with respect to a layer's output.</summary>
    /// <param name="name">The layer's name, such as <c>conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name; the message lists those there are.</exception>
    public Tensor this[string name] => gradients[Activations.Network[name].Number];

    /// <summary>Computes the gradients of a score; each image's score counts for itself. Overwrites <see cref="Parameter.Gradient"/>.</summary>
    /// <param name="network">The network, of at least one layer.</param>
    /// <param name="images">The images, [N, C, H, W] of the network's input volume.</param>
    /// <param name="score">Which depth slice of the output, from 0: the class.</param>
    /// <exception cref="ShapeException">The network has no layers, or the images are of another volume.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such score.</exception>
    public static NetworkGradients Of(Network network, Tensor images, int score)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        if (network.Stages.Count == 0 || images.Shape.Volume != network.InputShape)
        {
            throw new ShapeException($"NetworkGradients: images of {images.Shape.Volume} came for {network.Notation}. "
                + $"Give images of {network.InputShape}, and a network of at least one layer.");
        }

        if ((uint)score >= (uint)network.OutputShape.Depth)
        {
            throw new ArgumentOutOfRangeException(nameof(score), score,
                $"NetworkGradients: score {score} came, and the network ends with {network.OutputShape}. Give 0 to {network.OutputShape.Depth - 1}.");
        }

        var stages = network.Stages;
        var outputs = stages.Select(s => new Tensor(new TensorShape(images.Shape.N, s.Output))).ToArray();
        var activations = new Activations(network, images, outputs);
        var states = stages.Select(s => s.Layer is Dropout or BatchNorm2d ? null : s.Layer.NewState(new(images.Shape.N, s.Input))).ToArray();
        for (var i = 0; i < stages.Count; i++)
        {
            if (stages[i].Layer is Join join)
                join.Forward(activations.Into(stages[i]), outputs[i]);
            else
                stages[i].Layer.Compute(activations.After(stages[i].From[0] - 1), outputs[i], states[i]);
        }

        Tensor[] gradients = [new(images.Shape), .. outputs.Select(o => new Tensor(o.Shape))];
        for (var n = 0; n < images.Shape.N; n++)
        {
            var slice = network.OutputShape.Width * network.OutputShape.Height;
            gradients[^1].Edit().Slice((n * network.OutputShape.Depth + score) * slice, slice).Fill(1);
        }

        var written = new bool[gradients.Length];
        for (var i = stages.Count - 1; i >= 0; i--)
        {
            for (var k = 0; k < stages[i].From.Count; k++)
            {
                var from = stages[i].From[k];
                var inputGradient = written[from] ? new Tensor(gradients[from].Shape) : gradients[from];
                if (stages[i].Layer is Join join)
                    join.Backward(k, gradients[i + 1], inputGradient);
                else
                    Back(stages[i].Layer, activations.After(from - 1), outputs[i], gradients[i + 1], inputGradient, states[i]);
                if (written[from])
                    Elementwise.Add(gradients[from].Array, inputGradient.Array, gradients[from].Array);
                written[from] = true;
            }
        }

        return new(activations, gradients, score);
    }

    /// <summary>Whose gradients: <c>Gradients of score 3 with respect to the input and 5 layers</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Gradients of score {Score} with respect to the input and {Activations.Network.Stages.Count} layers");

    private static void Back(Layer layer, Tensor input, Tensor output, Tensor outputGradient, Tensor inputGradient, LayerState? state)
    {
        inputGradient.Edit();
        if (layer is Dropout)
            outputGradient.Array.CopyTo(inputGradient.Array, 0);
        else if (layer is BatchNorm2d norm)
            Scale(norm, outputGradient, inputGradient);
        else
            layer.Backward(input, output, outputGradient, inputGradient, state);
    }

    /// <summary>Batch normalisation in inference multiplies each channel by scale/√(variance + ε).</summary>
    private static void Scale(BatchNorm2d norm, Tensor outputGradient, Tensor inputGradient)
    {
        var shape = outputGradient.Shape;
        for (var plane = 0; plane < shape.N * shape.C; plane++)
        {
            var c = plane % shape.C;
            var factor = (float)(norm.Scale.Value.Values[c] / Math.Sqrt(norm.RunningVariance.Value.Values[c] + norm.Epsilon));
            for (var i = plane * shape.H * shape.W; i < (plane + 1) * shape.H * shape.W; i++)
                inputGradient.Array[i] = outputGradient.Array[i] * factor;
        }
    }
}
