namespace ConvNotebooks;

/// <summary>One step of a training pass: a layer, or a few neighbouring ones that are computed together.</summary>
/// <param name="input">The volumes that come in, with their gradient.</param>
/// <param name="output">The volumes that go out.</param>
internal abstract class TrainingStep(TrainingVolume input, TrainingVolume output)
{
    internal TrainingVolume Input => input;

    internal TrainingVolume Output => output;

    /// <summary>Computes the output.</summary>
    /// <param name="step">The training step, from 0.</param>
    internal abstract void Forward(long step);

    /// <summary>Computes the gradients of the parameters, and of the input where it is wanted, from that of the output.</summary>
    internal abstract void Backward();
}

/// <summary>A step that computes each image from that image alone, so that a few images can go through several such steps in a cache.</summary>
/// <param name="input">The volumes that come in, with their gradient.</param>
/// <param name="output">The volumes that go out.</param>
internal abstract class ImageStep(TrainingVolume input, TrainingVolume output) : TrainingStep(input, output)
{
    /// <summary>Multiply-adds or moved numbers of an image.</summary>
    internal virtual long Work => Input.ImageLength + Output.ImageLength;

    /// <summary>What comes before the images of a forward half: copying parameters.</summary>
    internal virtual void Begin()
    {
    }

    /// <summary>Computes the output of a few images; several threads may, of different ones.</summary>
    internal abstract void Forward(int image, int count);

    /// <summary>What comes before the images of a backward half.</summary>
    internal virtual void BeginBackward()
    {
    }

    /// <summary>Computes the gradient of the input of a few images, where it is wanted.</summary>
    internal abstract void Backward(int image, int count);

    /// <summary>What comes after them: the gradients of the parameters, over all images in order.</summary>
    internal virtual void EndBackward()
    {
    }

    internal sealed override void Forward(long step)
    {
        Begin();
        Forward(0, Input.Shape.N);
    }

    internal sealed override void Backward()
    {
        BeginBackward();
        Backward(0, Input.Shape.N);
        EndBackward();
    }
}

/// <summary>A step over blocked volumes: what comes out of it inside, and what its input's gradient is before a rectifier's mask.</summary>
internal interface IBlockedStep
{
    /// <summary>The gradient of the input, unmasked, for somebody who looks at it.</summary>
    void ReadInputGradient(Tensor to);
}

/// <summary>A step of several layers, whose outputs in between are nowhere in memory: they are computed for somebody who looks at them.</summary>
internal interface IJoinedSteps
{
    /// <summary>The output of a layer inside the step.</summary>
    /// <param name="layer">Which, from 0; not the last.</param>
    /// <param name="to">Overwritten.</param>
    void ReadInside(int layer, Tensor to);

    /// <summary>The gradient with respect to the output of a layer inside the step.</summary>
    /// <param name="layer">Which, from 0; not the last.</param>
    /// <param name="to">Overwritten.</param>
    void ReadGradientInside(int layer, Tensor to);
}
