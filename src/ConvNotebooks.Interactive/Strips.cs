using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive;

/// <summary>One-dimensional convolutions as strips, for the end of a cell.</summary>
public static class Strips
{
    /// <summary>
    /// A convolution along one axis, value by value: the padded input above, the weights under the values that each position
    /// sees, and its sum at the end of the row.
    /// </summary>
    /// <param name="fit">How the window lies, such as <c>new Window(3, pad: 1).Fit(5)</c>.</param>
    /// <param name="input">The values, as many as the fit's input has.</param>
    /// <param name="weights">The weights, as many as the window has taps.</param>
    /// <param name="bias">The bias.</param>
    /// <exception cref="ShapeException">Other numbers of values or weights.</exception>
    public static View Strip(this AxisFit fit, IReadOnlyList<float> input, IReadOnlyList<float> weights, float bias = 0)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        if (input.Count != fit.Length || weights.Count != fit.Window.Size)
        {
            throw new ShapeException($"Strip: {input.Count} values and {weights.Count} weights came, and the window of {fit.Window} lies on "
                + $"{fit.Length} values. Give {fit.Length} values and {fit.Window.Size} weights.");
        }

        return Invariant.Make(() => FitStripView.Of(fit, [.. input], [.. weights], bias));
    }
}
