using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive;

/// <summary>Drawings of whole networks, for the end of a cell.</summary>
public static class Diagrams
{
    /// <summary>
    /// The network's volumes as blocks with their dimensions, filters and receptive fields, from the input on: branches side by side,
    /// repetitions once. A large network shows the branches of each kind once, and names the others below the volumes that join them.
    /// </summary>
    /// <param name="network">The network.</param>
    public static View Diagram(this Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Invariant.Make(() => StackDiagram.Of(network));
    }

    /// <summary>
    /// A layer of the network's next output volume at every stop from fully connected through locally connected to shared: a
    /// slider with what a neuron sees, which positions share weights, and the count of parameters.
    /// </summary>
    /// <param name="network">What the layer would stand on.</param>
    /// <param name="filters">Its depth.</param>
    /// <param name="size">Side of its window, in pixels.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="pad">Pixels of zero-padding on each side.</param>
    /// <exception cref="FitException">The window does not fit.</exception>
    public static View Sharing(this Network network, int filters, int size, int stride = 1, int pad = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Invariant.Make(() => SharingView.Of(network, filters, size, stride, pad));
    }

    /// <summary>What the network holds in memory, layer by layer, in a forward pass and in training, as a picture and a table.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Images in a minibatch.</param>
    /// <param name="optimizerCopies">Values that the optimizer keeps beside each parameter: 1 for momentum, 2 for Adam.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one image, or less than no copy.</exception>
    public static View MemoryLedger(this Network network, int images = 1, int optimizerCopies = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(optimizerCopies);
        return Invariant.Make(() => MemoryLedgerView.Of(network, images, optimizerCopies));
    }
}
