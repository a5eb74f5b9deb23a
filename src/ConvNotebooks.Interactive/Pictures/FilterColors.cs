using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>A filter's weights as colours: over three channels as a picture with middle grey for 0, otherwise blue below 0 and brown above.</summary>
/// <param name="most">The size of the strongest colour.</param>
/// <param name="colored">Whether the three channels are red, green, blue.</param>
internal sealed class FilterColors(double most, bool colored)
{
    /// <summary>The scale of one channel.</summary>
    public ColorScale Scale { get; } = ColorScale.Signed(most);

    /// <summary>The colour of a filter's tap: of its three channels, or of one.</summary>
    public int At(Tensor weights, int filter, int x, int y, int channel = 0) => colored
        ? Level(weights[filter, 0, y, x]) << 16 | Level(weights[filter, 1, y, x]) << 8 | Level(weights[filter, 2, y, x])
        : Scale[weights[filter, channel, y, x]];

    private int Level(float weight) => float.IsNaN(weight) ? 0 : (int)(127.5 + 127.5 * (most > 0 ? Math.Clamp(weight / most, -1, 1) : 0) + 0.5);
}
