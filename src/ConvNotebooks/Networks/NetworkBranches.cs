namespace ConvNotebooks;

/// <summary>
/// Branches of a network: chains of layers on one volume, and the layer that joins what they give. All layers, those of branches
/// too, stand in one order in which each comes after what it reads; a stage says which outputs come in.
/// </summary>
public sealed partial class Network
{
    private readonly int last;
    private readonly string branch;

    /// <summary>A network that goes on after one of its stages, in a branch.</summary>
    private Network(Shape input, ulong seed, Stage[] stages, int last, string branch) =>
        (InputShape, Seed, this.stages, this.last, this.branch) = (input, seed, stages, last, branch);

    /// <summary>
    /// Adds branches on the volume before them, and joins along the depth what they give: the Inception module's filters of
    /// several sizes.
    /// </summary>
    /// <param name="branches">What adds a branch's layers, at least two; <c>b => b</c> is the volume itself.</param>
    /// <example><c>net.Concat(b => b.Conv(64, 1).ReLU(), b => b.Conv(96, 1).ReLU().Conv(128, 3, pad: 1).ReLU())</c></example>
    /// <exception cref="ShapeException">The branches give different widths or heights; the message says which gives what.</exception>
    /// <exception cref="ArgumentException">Fewer than two branches, all of them empty, or one that is another network.</exception>
    public Network Concat(params Func<Network, Network>[] branches) => Concat(branches, null);

    /// <summary>Adds branches and joins along the depth what they give.</summary>
    /// <param name="branches">As for <see cref="Concat(Func{Network, Network}[])"/>.</param>
    /// <param name="name">The joining layer's name; <c>concat1</c>, … when left out.</param>
    /// <exception cref="ShapeException">As for <see cref="Concat(Func{Network, Network}[])"/>.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Concat(Func{Network, Network}[])"/>, or a name that is taken.</exception>
    public Network Concat(IReadOnlyList<Func<Network, Network>> branches, string? name) =>
        Branched(branches, nameof(Concat), (volumes, place) => new Concat(volumes) { Name = place }, "concat", name);

    /// <summary>
    /// Adds branches on the volume before them, and adds value by value what they give: with an empty branch a residual
    /// connection, <c>net.Add(b => b.Conv(64, 3, pad: 1).BatchNorm(), b => b)</c>.
    /// </summary>
    /// <param name="branches">What adds a branch's layers, at least two; <c>b => b</c> is the volume itself.</param>
    /// <exception cref="ShapeException">The branches give different volumes; the message says which gives what.</exception>
    /// <exception cref="ArgumentException">Fewer than two branches, all of them empty, or one that is another network.</exception>
    public Network Add(params Func<Network, Network>[] branches) => Add(branches, subsample: false);

    /// <summary>Adds branches, and adds value by value what they give.</summary>
    /// <param name="branches">As for <see cref="Add(Func{Network, Network}[])"/>.</param>
    /// <param name="subsample">Whether larger, less deep volumes are subsampled to the smallest one, without parameters.</param>
    /// <param name="name">The joining layer's name; <c>add1</c>, … when left out.</param>
    /// <exception cref="ShapeException">As for <see cref="Add(Func{Network, Network}[])"/>, and they cannot be subsampled.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Add(Func{Network, Network}[])"/>, or a name that is taken.</exception>
    public Network Add(IReadOnlyList<Func<Network, Network>> branches, bool subsample, string? name = null) =>
        Branched(branches, nameof(Add), (volumes, place) => new Add(volumes, subsample) { Name = place }, "add", name);

    /// <summary>The numbers of the stages that read a stage's output, in order.</summary>
    internal IEnumerable<int> Readers(int number) => stages.Where(s => s.From.Contains(number)).Select(s => s.Number);

    private Network Branched(IReadOnlyList<Func<Network, Network>> branches, string who, Func<Shape[], string, Join> join, string kind, string? name)
    {
        ArgumentNullException.ThrowIfNull(branches);
        if (branches.Count < 2)
            throw new ArgumentException($"{who}: {branches.Count} of at least 2 branches came. Give an empty one for the volume itself: in C# b => b, in the notation ( ... | ).", nameof(branches));
        var (grown, ends) = (stages, new int[branches.Count]);
        for (var i = 0; i < ends.Length; i++)
        {
            var begun = new Network(InputShape, Seed, grown, last, branch.Length == 0 ? $"{i + 1}" : $"{branch}.{i + 1}");
            var ended = branches[i](begun);
            if (ended is null || ended.branch != begun.branch || !ended.stages.AsSpan().StartsWith(grown))
                throw new ArgumentException($"{who}: branch {i + 1} gave back another network than its own. Add layers to what comes in: b => b.Conv(64, 1).", nameof(branches));
            (grown, ends[i]) = (ended.stages, ended.last);
        }

        if (grown.Length == stages.Length)
            throw new ArgumentException($"{who}: all {ends.Length} branches are empty. Give at least one of them a layer.", nameof(branches));
        var joined = new Network(InputShape, Seed, grown, last, branch);
        return joined.Add(place => join([.. ends.Select(joined.VolumeAfter)], place.Name), kind, name, ends);
    }

    private Shape VolumeAfter(int number) => number == 0 ? InputShape : stages[number - 1].Output;

    private static ReceptiveField Seen(Layer layer, Shape input, IReadOnlyList<int> from, IReadOnlyList<Stage> stages)
    {
        ReceptiveField[] fields = [.. from.Select(number => number == 0 ? ReceptiveField.Pixel : stages[number - 1].Field)];
        return layer is Join join ? join.Through(fields) : layer.Through(fields[0], input);
    }
}
