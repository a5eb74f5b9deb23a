namespace ConvNotebooks;

/// <summary>The statistics of a minibatch in batch normalisation, channel by channel, and what follows from them.</summary>
internal sealed class BatchStatistics(TensorShape input) : LayerState
{
    internal float[] Mean { get; } = new float[input.C];

    /// <summary>The biased variance, over all values.</summary>
    internal float[] Variance { get; } = new float[input.C];

    /// <summary>γ/√(σ² + ε).</summary>
    internal float[] Factor { get; } = new float[input.C];

    /// <summary>Room for one sum for each plane.</summary>
    internal float[] Planes { get; } = new float[input.N * input.C];

    /// <summary>Σ dy.</summary>
    internal double[] Sums { get; } = new double[input.C];

    /// <summary>Σ dy·(x − μ).</summary>
    internal double[] Products { get; } = new double[input.C];

    /// <summary>The mean of dy, and what a unit of x − μ takes from it: dx = factor·(dy − offset + (x − μ)·slope).</summary>
    internal float[] Offset { get; } = new float[input.C];

    internal float[] Slope { get; } = new float[input.C];

    private double[] Inverse { get; } = new double[input.C];

    /// <summary>What the forward half multiplies by.</summary>
    internal void Derive(ReadOnlySpan<float> scale, double epsilon)
    {
        for (var c = 0; c < Factor.Length; c++)
        {
            Inverse[c] = 1 / Math.Sqrt(Variance[c] + epsilon);
            Factor[c] = (float)(scale[c] * Inverse[c]);
        }
    }

    /// <summary>The gradients of γ and β, and what the gradient of the input needs.</summary>
    internal void Finish(double values, Span<float> scaleGradient, Span<float> shiftGradient)
    {
        for (var c = 0; c < Factor.Length; c++)
        {
            scaleGradient[c] = (float)(Products[c] * Inverse[c]);
            shiftGradient[c] = (float)Sums[c];
            Offset[c] = (float)(Sums[c] / values);
            Slope[c] = (float)(-Products[c] * Inverse[c] * Inverse[c] / values);
        }
    }

    /// <summary>Brings running statistics nearer to these; the variance unbiased.</summary>
    internal void Average(Span<float> mean, Span<float> variance, double momentum, double values)
    {
        var unbiased = values > 1 ? values / (values - 1) : 1;
        for (var c = 0; c < Factor.Length; c++)
        {
            mean[c] = (float)((1 - momentum) * mean[c] + momentum * Mean[c]);
            variance[c] = (float)((1 - momentum) * variance[c] + momentum * (Variance[c] * unbiased));
        }
    }
}
