namespace ConvNotebooks.Routines;

/// <summary>
/// Outputs along one axis that read the same taps at the same distances: First, First + Step, …; the j-th reads, for tap
/// Taps[t], the input at Origin + j · InputStep + Offsets[t].
/// </summary>
internal sealed record ConvAxis(int First, int Step, int Count, int Origin, int InputStep, int[] Taps, int[] Offsets)
{
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
        var end = Math.Clamp((to - First + Step - 1) / Step, skipped, Count);
        return this with { First = First + skipped * Step, Count = end - skipped, Origin = Origin + skipped * InputStep };
    }
}
