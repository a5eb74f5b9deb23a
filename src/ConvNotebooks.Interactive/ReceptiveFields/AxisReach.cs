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
            sets.Add(new(Enumerable.Range(0, Side(stage.Output)).Where(place => Sees(network, stage, place).Any(seen => sets[seen.Volume].Contains(seen.Place)))));
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
            foreach (var (volume, seen) in sets[i].SelectMany(output => Sees(network, network.Stages[i - 1], output)))
                sets[volume].Add(seen);
        }

        return sets;
    }

    /// <summary>The places that one of a stage's neurons sees of the volumes that come in, each with the number of the stage that gave it.</summary>
    private IEnumerable<(int Volume, int Place)> Sees(Network network, Stage stage, int place) => stage.Layer is Join
        ? stage.From.Select(from => (from, place * Stride(Side(from == 0 ? network.InputShape : network.Stages[from - 1].Output), Side(stage.Output))))
        : Sees(stage, place).Select(seen => (stage.From[0], seen));

    private IEnumerable<int> Sees(Stage stage, int place) => stage.Layer switch
    {
        WindowedLayer windowed => Taps(isWidth ? windowed.FitWidth(stage.Input) : windowed.FitHeight(stage.Input), place),
        _ when stage.Output.Width == stage.Input.Width && stage.Output.Height == stage.Input.Height && stage.Layer is not Dense => [place],
        _ => Enumerable.Range(0, Side(stage.Input)),
    };

    private static IEnumerable<int> Taps(AxisFit fit, int position) => Enumerable.Range(0, fit.Window.Size)
        .Select(tap => fit.Start(position) + tap * fit.Window.Dilation).Where(pixel => pixel >= 0 && pixel < fit.Length - fit.Cropped);

    /// <summary>Places from one to the next where a sum takes every so many of a larger volume.</summary>
    private static int Stride(int from, int to) => (from + to - 1) / to;

    private int Side(Shape shape) => isWidth ? shape.Width : shape.Height;
}
