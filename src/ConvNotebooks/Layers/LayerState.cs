namespace ConvNotebooks;

/// <summary>
/// What the forward half of a layer leaves for its backward half in a training pass, such as the switches of max pooling; one
/// for each pass, so that the layer itself stays as it is.
/// </summary>
internal abstract class LayerState
{
    /// <summary>A forward half begins.</summary>
    internal virtual void Begin(long step)
    {
    }
}
