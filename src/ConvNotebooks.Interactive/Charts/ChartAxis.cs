using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>An axis to draw: where a value lies from 0 to 1, and the ticks with their labels.</summary>
internal sealed class ChartAxis
{
    private readonly double from;
    private readonly double to;
    private readonly bool isLog;

    private ChartAxis(double from, double to, bool isLog, IReadOnlyList<(double Value, string Label)> ticks) =>
        (this.from, this.to, this.isLog, Ticks) = (from, to, isLog, ticks);

    /// <summary>The ticks, in the axis's own values.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    /// <summary>Where a value lies, 0 at the axis's beginning and 1 at its end.</summary>
    public double this[double value] => isLog
        ? (Math.Round(Math.Log10(value), 9) - from) / (to - from)
        : (value - from) / (to - from);

    /// <summary>An axis of names: 0, 1, 2, …, each in the middle of its slot.</summary>
    public static ChartAxis Names(IReadOnlyList<string> names) =>
        new(-0.5, names.Count - 0.5, false, [.. names.Select((n, i) => ((double)i, n))]);

    /// <summary>An axis of numbers with five to eight round ticks.</summary>
    /// <param name="least">The least value to hold.</param>
    /// <param name="greatest">The greatest value to hold.</param>
    /// <param name="wide">Whether the axis ends on ticks; otherwise on the values.</param>
    /// <param name="whole">Whether it counts, as epochs do: then no tick lies between whole numbers.</param>
    public static ChartAxis Linear(double least, double greatest, bool wide, bool whole = false)
    {
        if (least == greatest)
            (least, greatest) = least == 0 ? (0, 1) : (Math.Min(0, least), Math.Max(0, least));
        var step = Math.Max(Step((greatest - least) / 7), whole ? 1 : 0);
        double first = Math.Ceiling(least / step), last = Math.Floor(greatest / step);
        if (wide)
            (first, last) = (Math.Floor(least / step), Math.Ceiling(greatest / step));
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (Value: (first + i) * step, Label(first + i, step)));
        return new(wide ? first * step : least, wide ? last * step : greatest, false, [.. ticks]);
    }

    /// <summary>An axis of powers of ten.</summary>
    public static ChartAxis Log(double least, double greatest)
    {
        int first = (int)Math.Floor(Math.Round(Math.Log10(least), 9)), last = (int)Math.Ceiling(Math.Round(Math.Log10(greatest), 9));
        last = Math.Max(last, first + 1);
        var every = (last - first + 6) / 7;
        return new(first, last, true, [.. Enumerable.Range(0, last - first + 1).Where(i => i % every == 0)
            .Select(i => (Power(first + i), (first + i) is >= -3 and <= 5 ? Numbers.Value(Power(first + i)) : $"1e{first + i}"))]);
    }

    /// <summary>An axis on which equal steps are equal factors, from a 1, 2, 3 or 5 times a power of ten to another, with a tick at each.</summary>
    public static ChartAxis LogSteps(double least, double greatest)
    {
        var power = (int)Math.Floor(Math.Log10(least)) - 1;
        var steps = Enumerable.Range(0, 4 * ((int)Math.Ceiling(Math.Log10(greatest)) - power + 2)).Select(i => (i % 4) switch { 0 => 1, 1 => 2, 2 => 3, _ => 5 } * Power(power + i / 4)).ToList();
        var (from, to) = (steps.Last(s => s <= least), steps.First(s => s >= greatest && s > least));
        return new(Math.Round(Math.Log10(from), 9), Math.Round(Math.Log10(to), 9), true, [.. steps.Where(s => s >= from && s <= to).Select(s => (s, Numbers.Value(s)))]);
    }

    /// <summary>The least of 1, 2, 5, 10, … times a power of ten that is no less than the given step.</summary>
    private static double Step(double atLeast)
    {
        var power = (int)Math.Floor(Math.Log10(atLeast)) - 1;
        foreach (var p in (int[])[power, power + 1, power + 2])
            foreach (var m in (int[])[1, 2, 5])
                if (m * Power(p) >= atLeast * 0.999999)
                    return m * Power(p);
        return Power(power + 3);
    }

    /// <summary>A power of ten, as the number that its text stands for: the same on every machine.</summary>
    private static double Power(int exponent) => double.Parse(string.Create(CultureInfo.InvariantCulture, $"1e{exponent}"), CultureInfo.InvariantCulture);

    private static string Label(double count, double step)
    {
        var value = count * step;
        return Math.Abs(value) >= 10_000 && value == Math.Truncate(value) && Math.Abs(value) < 1e15
            ? Numbers.Compact(value)
            : Numbers.Value(Math.Abs(value) < step / 1000 ? 0 : value);
    }
}
