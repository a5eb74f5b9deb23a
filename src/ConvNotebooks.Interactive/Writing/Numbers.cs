using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>Numbers as views write them: invariant, thousands separated, values with four significant digits.</summary>
internal static class Numbers
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A count: <c>105,705,600</c>.</summary>
    public static string Whole(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size in the largest unit that leaves at least 1, one decimal: <c>48 KiB</c>, <c>1.5 MiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var (unit, size) = Unit(bytes);
        return $"{(bytes / (decimal)size).ToString("#,0.#", CultureInfo.InvariantCulture)} {unit}";
    }

    /// <summary>The largest unit of which a size has at least 1, and its bytes: <c>MiB</c>, 1,048,576.</summary>
    public static (string Unit, long Size) Unit(long bytes)
    {
        var unit = 0;
        var size = 1L;
        for (; bytes / 1024 >= size && unit < Units.Length - 1; unit++)
            size *= 1024;
        return (Units[unit], size);
    }

    /// <summary>A value with four significant digits, whole numbers in full: <c>0.1235</c>, <c>-3</c>, <c>1.5e-07</c>.</summary>
    public static string Value(double value)
    {
        var size = Math.Abs(value);
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
        if (size < 1e7 && value == Math.Truncate(value))
            return (value + 0.0).ToString("0", CultureInfo.InvariantCulture);
        var format = size switch
        {
            >= 1e7 or < 1e-4 => "0.###e+00",
            >= 1000 => "0.#",
            >= 100 => "0.##",
            >= 1 => "0.###",
            _ => "0.####",
        };
        return size is >= 1e-4 and < 0.1
            ? decimal.Parse(value.ToString("G4", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture)
            : value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A value for a small cell: whole numbers in full, otherwise two decimals: <c>0.12</c>, <c>-1.3</c>, <c>1e-03</c>.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        var size when value == Math.Truncate(value) && size < 1e4 => Value(value),
        >= 1e4 or < 0.01 => value.ToString("0e+0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>A large number in short: <c>250k</c>, <c>1.5M</c>; below 10,000 in full.</summary>
    public static string Compact(double value)
    {
        var (unit, size) = Math.Abs(value) switch
        {
            >= 1e12 => ("T", 1e12),
            >= 1e9 => ("G", 1e9),
            >= 1e6 => ("M", 1e6),
            >= 1e4 => ("k", 1e3),
            _ => ("", 1.0),
        };
        return (value / size).ToString("#,0.##", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>A part of a whole in percent: <c>12.5%</c>.</summary>
    public static string Percent(long part, long whole) =>
        (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
