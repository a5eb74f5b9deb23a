namespace ConvNotebooks.Benchmarks;

/// <summary>Which of a convolution's three computations is measured.</summary>
internal enum Pass
{
    /// <summary>The output from input, filters and biases.</summary>
    Forward,

    /// <summary>The gradient with respect to the input, from the output's gradient and the filters.</summary>
    InputGradient,

    /// <summary>The gradient with respect to the filters, from the output's gradient and the input.</summary>
    FilterGradient,
}
