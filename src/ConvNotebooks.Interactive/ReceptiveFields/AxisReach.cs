namespace ConvNotebooks.Interactive;

/// <summary>
/// Which places of one axis depend on which, layer by layer, exactly: gaps of dilated windows and pixels that a policy crops
/// are left out. A set for the width and a set for the height make a rectangle of cells.
/// </summary>
/// <param name="isWidth">The axis.</param>
internal sealed class AxisReach(bool isWidth)
{
    /// <summary>The places of every volume, from the input on, that a pixel of the input reaches.</summary>
    public IReadOnlyList<SortedSet<int>> Forward(Network network, int pixel)
    {
        var sets = new List<SortedSet<int>> { new() { pixel } };
        foreach (var stage in network.Stages)
        {
            var set = new SortedSet<int>(Enumerable.Range(0, Side(stage.Output)).Where(place => Sees(stage, place).Any(sets[^1].Contains)));
            if (stage.Layer is Add add)
                set.UnionWith(sets[sets.Count - 1 - add.Around]);
            sets.Add(set);
        }

        return sets;
    }

    /// <summary>The places of every volume up to a stage, from the input on, that one of its neurons sees.</summary>
    public IReadOnlyList<SortedSet<int>> Backward(Network network, int stage, int place)
    {
        var sets = Enumerable.Range(0, stage + 1).Select(_ => new SortedSet<int>()).ToList();
        sets[stage].Add(place);
        for (var i = stage; i > 0; i--)
        {
            var layer = network.Stages[i - 1];
            foreach (var output in sets[i])
                sets[i - 1].UnionWith(Sees(layer, output));
            if (layer.Layer is Add add)
                sets[i - 1 - add.Around].UnionWith(sets[i]);
        }

        return sets;
    }

    private IEnumerable<int> Sees(Stage stage, int place) => stage.Layer switch
    {
        WindowedLayer windowed => Taps(isWidth ? windowed.FitWidth(stage.Input) : windowed.FitHeight(stage.Input), place),
        _ when stage.Output.Width == stage.Input.Width && stage.Output.Height == stage.Input.Height && stage.Layer is not Dense => [place],
        _ => Enumerable.Range(0, Side(stage.Input)),
    };

    private static IEnumerable<int> Taps(AxisFit fit, int position) => Enumerable.Range(0, fit.Window.Size)
        .Select(tap => fit.Start(position) + tap * fit.Window.Dilation).Where(pixel => pixel >= 0 && pixel < fit.Length - fit.Cropped);

    private int Side(Shape shape) => isWidth ? shape.Width : shape.Height;
}
