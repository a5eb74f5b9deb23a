namespace ConvNotebooks;

/// <summary>Finds every repair of a window that does not fit along one axis.</summary>
internal static class FitDoctor
{
    /// <summary>Input sizes are given this many to each side.</summary>
    private const int InputsEachSide = 2;

    /// <summary>Filter sizes and paddings are looked for this far from what was asked for.</summary>
    private const int Reach = 1000;

    internal static IEnumerable<Repair> Repairs(Window window, int length, RepairWords words)
    {
        IEnumerable<Repair> Written(RepairKind kind, IEnumerable<Window> windows) =>
            windows.Where(words.Takes).Select(repaired => words.Write(kind, repaired, length));

        return
        [
            .. Written(RepairKind.Stride, Strides(window, length)),
            .. Written(RepairKind.Size, FilterSizes(window, length)),
            .. Written(RepairKind.SymmetricPadding, SymmetricPaddings(window, length)),
            .. Written(RepairKind.OneSidedPadding, OneSidedPaddings(window, length)),
            .. Policies(window, length),
            .. Inputs(window, length).Select(size => words.Write(RepairKind.Input, window, size)),
        ];
    }

    /// <summary>
    /// With an even stride, W − F + 2P must be even; 2P always is, so the parity of W − F decides.
    /// </summary>
    internal static string? ParityReason(Window window, int length)
    {
        var rest = (long)length - window.Extent;
        return window.Stride % 2 == 0 && rest % 2 != 0
            ? $"No symmetric padding can work: W − F + 2P = {rest} + 2P is always odd, and stride {window.Stride} needs an even number."
            : null;
    }

    private static IEnumerable<Window> Strides(Window window, int length)
    {
        var span = AxisFit.Span(window, length);
        if (span <= 0)
            yield break;
        foreach (var stride in Divisors(span).OrderBy(s => Math.Abs(s - window.Stride)).ThenBy(s => s))
        {
            if (stride <= int.MaxValue)
                yield return new Window(window.Size, (int)stride, window.Pad, window.Dilation);
        }
    }

    private static IEnumerable<Window> FilterSizes(Window window, int length) =>
        Nearest(window.Size, least: 1, most: (length - 1) / window.Dilation + 1)
            .Select(size => new Window(size, window.Stride, window.Pad, window.Dilation))
            .Where(w => IsExact(w, length));

    // Adding S to both sides adds two more steps, so paddings repeat with the stride; past F − 1 a window would see zeros alone.
    private static IEnumerable<Window> SymmetricPaddings(Window window, int length) =>
        Nearest(window.Pad.Total / 2, least: 0, most: Math.Max(window.Extent - 1, window.Stride))
            .Select(pad => With(window, pad))
            .Where(w => w.Pad != window.Pad && IsExact(w, length));

    private static IEnumerable<Window> OneSidedPaddings(Window window, int length)
    {
        var span = AxisFit.Span(window, length);
        var left = (int)(((span % window.Stride) + window.Stride) % window.Stride);
        var missing = span < 0 ? (int)-span : window.Stride - left;
        int[] totals = [window.Pad.Total + missing, window.Pad.Total - left];
        return totals
            .Where(total => total >= 0)
            .SelectMany(total => new Padding[] { (total / 2, total - total / 2), (0, total), (total, 0) })
            .Distinct()
            .Where(pad => !pad.IsSymmetric)
            .Select(pad => With(window, pad))
            .Where(w => IsExact(w, length));
    }

    private static IEnumerable<Repair> Policies(Window window, int length)
    {
        FitPolicy[] policies = AxisFit.Span(window, length) < 0
            ? [FitPolicy.ZeroPad]
            : [FitPolicy.Crop, FitPolicy.ZeroPad, FitPolicy.Floor];
        return policies
            .Where(policy => policy != FitPolicy.Crop || AxisFit.Span(window, length) % window.Stride < length)
            .Select(policy => new Repair(RepairKind.Policy, $"fit: FitPolicy.{policy}", policy.ToString().ToLowerInvariant(), window.Fit(length, policy)));
    }

    private static IEnumerable<int> Inputs(Window window, int length)
    {
        var smallest = Math.Max(1, window.Extent - window.Pad.Total);
        var below = length - (int)(((AxisFit.Span(window, length) % window.Stride) + window.Stride) % window.Stride);
        return Enumerable.Range(1 - InputsEachSide, 2 * InputsEachSide)
            .Select(step => below + (long)step * window.Stride)
            .Concat(length < smallest ? [smallest] : [])
            .Where(size => size >= smallest && size <= int.MaxValue && IsExact(window, (int)size))
            .Distinct()
            .OrderBy(size => Math.Abs(size - length)).ThenBy(size => size)
            .Select(size => (int)size);
    }

    /// <summary>The numbers from <paramref name="least"/> to <paramref name="most"/>, the nearest to the middle first.</summary>
    private static IEnumerable<int> Nearest(int middle, int least, int most)
    {
        for (var distance = 0; distance <= Reach; distance++)
        {
            if (middle - distance >= least && middle - distance <= most)
                yield return middle - distance;
            if (distance > 0 && middle + (long)distance <= most && middle + distance >= least)
                yield return middle + distance;
        }
    }

    private static Window With(Window window, Padding pad) => new(window.Size, window.Stride, pad, window.Dilation);

    private static bool IsExact(Window window, int length)
    {
        var span = AxisFit.Span(window, length);
        return span >= 0 && span % window.Stride == 0;
    }

    private static IEnumerable<long> Divisors(long number)
    {
        for (long d = 1; d * d <= number; d++)
        {
            if (number % d != 0)
                continue;
            yield return d;
            if (d != number / d)
                yield return number / d;
        }
    }
}
