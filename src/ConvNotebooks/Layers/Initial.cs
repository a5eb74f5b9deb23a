namespace ConvNotebooks;

/// <summary>Initial values of learned tensors.</summary>
internal static class Initial
{
    /// <summary>
    /// Normal with variance 2/fan-in, fan-in being the weights of one neuron: He, Zhang, Ren, Sun, "Delving deep into
    /// rectifiers" (2015).
    /// </summary>
    /// <param name="random">The layer's stream of random numbers.</param>
    /// <param name="shape">Weights [K, C, H, W].</param>
    /// <param name="fanIn">Weights of one neuron; C·H·W when left out.</param>
    internal static Tensor He(SeededRandom random, TensorShape shape, int? fanIn = null) =>
        random.Gaussian(shape, Math.Sqrt(2.0 / (fanIn ?? (long)shape.C * shape.H * shape.W)));
}
