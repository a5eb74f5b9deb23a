namespace ConvNotebooks.Routines;

/// <summary>
/// Outputs along one axis that read the same taps at the same distances: First, First + Step, …; the j-th reads, for tap
/// Taps[t], the input at Origin + j · InputStep + Offsets[t].
/// </summary>
/// <param name="First">The first output.</param>
/// <param name="Step">From one output to the next.</param>
/// <param name="Count">Outputs.</param>
/// <param name="Origin">Where the first output's tap offset 0 is in the input.</param>
/// <param name="InputStep">From one output's inputs to the next one's.</param>
/// <param name="Taps">The taps, in the order in which they are added.</param>
/// <param name="Offsets">Where they are, from the origin.</param>
internal sealed record ConvAxis(int First, int Step, int Count, int Origin, int InputStep, int[] Taps, int[] Offsets)
{
    /// <summary>What each tap leaves out (<see cref="TapClip"/>) where the outputs are one tile; null where all read all taps.</summary>
    public int[]? Clips { get; init; }

    /// <summary>How many of the first output's first taps, and of the last one's last, are outside the image; for a <see cref="WindowRow"/>.</summary>
    public (int First, int Last) Cut { get; init; }

    /// <summary>The last input that the last output reads.</summary>
    public int Last => Origin + (Count - 1) * InputStep + (Offsets.Length > 0 ? Offsets[^1] : 0);

    /// <summary>The axis of a convolution: outputs in order, taps from the first to the last.</summary>
    public static List<ConvAxis> Forward(int outputs, int inputs, int size, int stride, int pad, int dilation) =>
        ConvRange.Split(outputs, inputs, size, stride, pad, dilation).ConvertAll(range =>
        {
            var taps = Enumerable.Range(range.TapFrom, range.TapTo - range.TapFrom).ToArray();
            return new ConvAxis(range.From, 1, range.Length, range.From * stride - pad, stride, taps, [.. taps.Select(f => f * dilation)]);
        });

    /// <summary>
    /// The axis of the gradient with respect to a convolution's input: its outputs are the convolution's pixels, its inputs the
    /// gradients of the convolution's outputs. Every stride-th pixel reads the same taps; taps go from the last to the first.
    /// </summary>
    public static List<ConvAxis> Adjoint(int pixels, int gradients, int size, int stride, int pad, int dilation)
    {
        var runs = new List<ConvAxis>();
        for (var phase = 0; phase < Math.Min(stride, pixels); phase++)
        {
            var first = runs.Count;
            for (var i = phase; i < pixels; i += stride)
            {
                var seen = Enumerable.Range(0, size).Reverse()
                    .Select(f => (Tap: f, At: i + pad - f * dilation))
                    .Where(t => t.At >= 0 && t.At % stride == 0 && t.At / stride < gradients)
                    .Select(t => (t.Tap, At: t.At / stride))
                    .ToArray();
                int[] taps = [.. seen.Select(t => t.Tap)];
                if (runs.Count > first && runs[^1].Taps.AsSpan().SequenceEqual(taps))
                {
                    runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
                    continue;
                }

                var origin = seen.Length > 0 ? seen[0].At : 0;
                runs.Add(new(i, stride, 1, origin, 1, taps, [.. seen.Select(t => t.At - origin)]));
            }
        }

        return runs;
    }

    /// <summary>The outputs of the run in [from, to); none where it has none there.</summary>
    public ConvAxis Within(int from, int to)
    {
        var skipped = Math.Clamp((from - First + Step - 1) / Step, 0, Count);
        return Part(skipped, Math.Clamp((to - First + Step - 1) / Step, skipped, Count));
    }

    /// <summary>The run's outputs of number [from, to).</summary>
    public ConvAxis Part(int from, int to) => this with { First = First + from * Step, Count = to - from, Origin = Origin + from * InputStep };

    /// <summary>
    /// All outputs as one run, where each reads as many neighbours as a window has columns, one pixel further than the output
    /// before it, and the first and the last reach at most so many pixels beyond the image; null where it is otherwise.
    /// </summary>
    public static ConvAxis? WindowRow(List<ConvAxis> runs, int columns, int mostCut)
    {
        var at = runs.FindIndex(run => run.Taps.Length == columns);
        if (at < 0 || runs[at] is not { Step: 1, InputStep: 1 } whole || whole.Offsets[^1] != columns - 1)
            return null;

        // Towards either end every output misses one tap more.
        bool Missing(int run) => runs[run].Count == 1 && runs[run].Taps.Length == columns - Math.Abs(run - at);
        var (first, last) = (at, runs.Count - 1 - at);
        return Math.Max(first, last) > mostCut || !Enumerable.Range(0, runs.Count).All(run => run == at || Missing(run))
            ? null
            : whole with { First = runs[0].First, Count = runs.Sum(run => run.Count), Origin = whole.Origin - first, Cut = (first, last) };
    }

    /// <summary>
    /// The same outputs cut into tiles, those at a cut-off end no shorter than the others: a tap there leaves out the outputs
    /// to which it is padding. Runs without such ends stay runs. Null where a tap would leave out more than a tile can.
    /// </summary>
    public static List<ConvAxis>? Tiles(List<ConvAxis> runs, int tileRows)
    {
        var tiles = new List<ConvAxis>();
        foreach (var line in runs.GroupBy(run => run.First % run.Step).Select(line => line.ToArray()))
        {
            var (first, step, count) = (line[0].First, line[0].Step, line.Sum(run => run.Count));
            var (parts, open) = ((count + tileRows - 1) / tileRows, tiles.Count);
            for (var i = 0; i < parts; i++)
            {
                var (from, to) = (first + i * count / parts * step, first + (i + 1) * count / parts * step);
                ConvAxis[] cut = [.. line.Select(run => run.Within(from, to)).Where(run => run.Count > 0)];
                if (cut is [var whole])
                {
                    // Tiles with the same taps join; they are cut again, evenly.
                    if (tiles.Count > open && tiles[^1] is { Clips: null } last && last.Taps.AsSpan().SequenceEqual(whole.Taps))
                        tiles[^1] = last with { Count = last.Count + whole.Count };
                    else
                        tiles.Add(whole);
                    continue;
                }

                if (Joined(cut) is not { } tile)
                    return null;
                tiles.Add(tile);
            }
        }

        return tiles;
    }

    /// <summary>Neighbouring runs as one tile; null where a tap would leave out too many outputs.</summary>
    private static ConvAxis? Joined(ConvAxis[] runs)
    {
        var count = runs.Sum(run => run.Count);
        var seen = new SortedDictionary<int, (int At, int From, int To)>(
            runs.Any(run => run.Taps is [var a, var b, ..] && a > b) ? Comparer<int>.Create((a, b) => b - a) : null);
        var start = 0;
        foreach (var run in runs)
        {
            for (var t = 0; t < run.Taps.Length; t++)
            {
                var at = run.Origin + run.Offsets[t] - start * run.InputStep;
                var from = seen.TryGetValue(run.Taps[t], out var before) ? before.From : start;
                seen[run.Taps[t]] = (at, from, start + run.Count);
            }

            start += run.Count;
        }

        if (seen.Values.Any(tap => tap.From > TapClip.Most || count - tap.To > TapClip.Most))
            return null;
        var origin = seen.Count > 0 ? seen.Values.First().At : 0;
        return runs[0] with
        {
            Count = count,
            Origin = origin,
            Taps = [.. seen.Keys],
            Offsets = [.. seen.Values.Select(tap => tap.At - origin)],
            Clips = [.. seen.Values.Select(tap => TapClip.Of(tap.From, count - tap.To))],
        };
    }
}
