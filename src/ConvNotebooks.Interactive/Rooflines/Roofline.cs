namespace ConvNotebooks.Interactive;

/// <summary>A memory, and how fast it is read.</summary>
/// <param name="Name">Which: <c>L2</c>, <c>DRAM</c>.</param>
/// <param name="GigabytesPerSecond">Bytes a second, in 10^9.</param>
public sealed record Roof(string Name, double GigabytesPerSecond);

/// <summary>How fast one layer was computed.</summary>
/// <param name="Name">Which layer.</param>
/// <param name="OperationsPerByte">Floating-point operations for each byte that has to be moved at least once.</param>
/// <param name="Gflops">Floating-point operations a second, in 10^9.</param>
/// <param name="Series">What it belongs to, such as its network: points of a series look alike.</param>
public sealed record LayerSpeed(string Name, double OperationsPerByte, double Gflops, string Series = "layers");

/// <summary>Rooflines: how fast layers are, under what the processor and its memory allow.</summary>
/// <remarks>Source: S. Williams, A. Waterman, D. Patterson, "Roofline: an insightful visual performance model for multicore architectures" (2009).</remarks>
public static class Roofline
{
    /// <summary>Each layer as a point over its operations for each byte, under min(peak, operations per byte · bandwidth).</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="peakGflops">The most operations a second, in 10^9.</param>
    /// <param name="roofs">The memories, at least one.</param>
    /// <param name="layers">The layers, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number that is not above 0.</exception>
    /// <exception cref="ArgumentException">No memory, or no layer.</exception>
    public static View Of(string title, double peakGflops, IReadOnlyList<Roof> roofs, IReadOnlyList<LayerSpeed> layers)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(roofs);
        ArgumentNullException.ThrowIfNull(layers);
        if (roofs.Count == 0 || layers.Count == 0)
            throw new ArgumentException($"Roofline: {roofs.Count} memories and {layers.Count} layers came. Give at least one of each.", roofs.Count == 0 ? nameof(roofs) : nameof(layers));
        var numbers = layers.SelectMany(l => new[] { (l.Name, Value: l.OperationsPerByte), (l.Name, Value: l.Gflops) })
            .Concat(roofs.Select(r => (r.Name, Value: r.GigabytesPerSecond))).Prepend((Name: "the peak", Value: peakGflops));
        foreach (var (name, value) in numbers)
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(layers), value, $"Roofline: {Numbers.Value(value)} came for {name}. Give numbers above 0.");
        }

        return Invariant.Make(() => Views.RooflineView.Of(title, peakGflops, [.. roofs.OrderByDescending(r => r.GigabytesPerSecond)], layers));
    }
}
