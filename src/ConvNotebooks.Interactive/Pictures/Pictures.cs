namespace ConvNotebooks.Interactive;

/// <summary>Values as pictures, for the end of a cell: <c>activations.Maps("conv1")</c>, <c>conv.Weights.ToFilters()</c>.</summary>
public static class Pictures
{
    /// <summary>The most maps or filters of one picture, unless told otherwise.</summary>
    public const int DefaultLimit = 96;

    /// <summary>The activation maps of a layer as a grid: one map a depth slice, all on one colour scale.</summary>
    /// <param name="activations">What a forward pass computed.</param>
    /// <param name="layer">The layer's name, such as <c>conv1</c>.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <param name="limit">The most maps shown; the picture says how many there are.</param>
    /// <param name="scale">The colour scale.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the minibatch, or the limit below 1.</exception>
    public static Picture Maps(this Activations activations, string layer, int image = 0, int limit = DefaultLimit, MapScale scale = MapScale.Fitting) =>
        MapsPicture.Of(activations[layer], layer, image, limit, scale);

    /// <summary>The channels of an image as a grid of maps, all on one colour scale.</summary>
    /// <param name="tensor">The values, [N, C, H, W].</param>
    /// <param name="title">What they are.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <param name="limit">The most maps shown; the picture says how many there are.</param>
    /// <param name="scale">The colour scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the minibatch, or the limit below 1.</exception>
    public static Picture ToMaps(this Tensor tensor, string title = "tensor", int image = 0, int limit = DefaultLimit, MapScale scale = MapScale.Fitting) =>
        MapsPicture.Of(tensor, title, image, limit, scale);

    /// <summary>Filters as a grid: blue below zero, brown above; filters over three channels in their colours.</summary>
    /// <param name="weights">The weights of a layer, [K, C, F, F].</param>
    /// <param name="limit">The most filters shown; over more than three channels 24 at most, with 24 of their channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public static Picture ToFilters(this Parameter weights, int limit = DefaultLimit) => weights.Value.ToFilters(limit);

    /// <summary>Chosen channels of chosen filters: a row for each filter, a map for each channel, all on the scale of the whole layer.</summary>
    /// <param name="weights">The weights of a layer, [K, C, F, F].</param>
    /// <param name="filters">Which filters, such as <c>8..16</c>.</param>
    /// <param name="channels">Which channels, such as <c>..12</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A range is empty or leads outside.</exception>
    public static Picture ToFilters(this Parameter weights, Range filters, Range channels) => weights.Value.ToFilters(filters, channels);

    /// <summary>Filters as a grid: blue below zero, brown above; filters over three channels in their colours.</summary>
    /// <param name="weights">The weights, [K, C, F, F].</param>
    /// <param name="limit">The most filters shown; over more than three channels 24 at most, with 24 of their channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public static Picture ToFilters(this Tensor weights, int limit = DefaultLimit) => FiltersPicture.Of(weights, limit);

    /// <summary>Chosen channels of chosen filters: a row for each filter, a map for each channel, all on the scale of the whole layer.</summary>
    /// <param name="weights">The weights, [K, C, F, F].</param>
    /// <param name="filters">Which filters, such as <c>8..16</c>.</param>
    /// <param name="channels">Which channels, such as <c>..12</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A range is empty or leads outside.</exception>
    public static Picture ToFilters(this Tensor weights, Range filters, Range channels) => FiltersPicture.Of(weights, filters, channels);

    /// <summary>One image as a picture, small ones enlarged by whole pixels.</summary>
    /// <param name="tensor">The image, [N, 1, H, W] grey or [N, 3, H, W] colour.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <param name="from">The value shown as black.</param>
    /// <param name="to">The value shown as white.</param>
    /// <exception cref="ShapeException">Neither 1 nor 3 channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the minibatch.</exception>
    public static Picture ToImage(this Tensor tensor, int image = 0, float from = 0, float to = 1) =>
        ImagePicture.Of(tensor, image, from, to);
}

/// <summary>How values become colours.</summary>
public enum MapScale
{
    /// <summary>Signed where there are values on both sides of zero, otherwise sequential.</summary>
    Fitting,

    /// <summary>Dark violet for the least value, teal, then yellow for the greatest; even in lightness.</summary>
    Sequential,

    /// <summary>Blue below zero, light grey at zero, brown above.</summary>
    Signed,

    /// <summary>Black for the least value, white for the greatest.</summary>
    Grey,
}
