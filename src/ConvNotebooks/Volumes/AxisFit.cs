using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// How a window lies along one axis: an input of W pixels in, (W − F + 2P)/S + 1 positions out, and what the policy
/// changed to make it so.
/// </summary>
public readonly record struct AxisFit
{
    private AxisFit(Window window, int length, FitPolicy policy) => (Window, Length, Policy) = (window, length, policy);

    /// <summary>The window as it was asked for.</summary>
    public Window Window { get; }

    /// <summary>The input size W, in pixels.</summary>
    public int Length { get; }

    /// <summary>The policy under which the window was laid.</summary>
    public FitPolicy Policy { get; }

    /// <summary>The number of positions: the output size along this axis.</summary>
    public int Output { get; private init; }

    /// <summary>The padding in force: the window's own plus what <see cref="FitPolicy.ZeroPad"/> added at the end.</summary>
    public Padding Pad { get; private init; }

    /// <summary>Input pixels dropped at the end by <see cref="FitPolicy.Crop"/>.</summary>
    public int Cropped { get; private init; }

    /// <summary>Padded pixels at the end that no position sees, under <see cref="FitPolicy.Floor"/>.</summary>
    public int Unseen { get; private init; }

    /// <summary>Pixels left over after the last whole step: (W − F + 2P) mod S. Zero when the window fits.</summary>
    public int LeftOver { get; private init; }

    /// <summary>Whether the window fits without the help of a policy.</summary>
    public bool IsExact => LeftOver == 0;

    /// <summary>The equation with its numbers: <c>(10 − 3 + 0)/2 + 1 = 4.5</c>.</summary>
    public string Equation => EquationOf(Window, Length);

    /// <summary>The first input pixel that position <paramref name="output"/> sees; negative inside the padding.</summary>
    /// <param name="output">A position, from 0.</param>
    public int Start(int output) => output * Window.Stride - Pad.Before;

    internal static AxisFit Of(Window window, int length, FitPolicy policy) => TryLay(window, length, policy, out var fit)
        ? fit
        : throw new FitException(new FitReport(window, length));

    /// <summary>Lays the window; false when it does not fit and the policy does not help. Allocates nothing.</summary>
    internal static bool TryLay(Window window, int length, FitPolicy policy, out AxisFit fit)
    {
        Sizes.AtLeastOne(length, nameof(Window), "input length");
        Sizes.Known(policy, nameof(Window));
        var span = Span(window, length);
        var left = span < 0 ? -1 : (int)(span % window.Stride);
        fit = new AxisFit(window, length, policy) { Pad = window.Pad, LeftOver = left };
        var lies = left == 0 || policy switch
        {
            FitPolicy.ZeroPad => true,
            FitPolicy.Crop => left > 0 && left < length,
            FitPolicy.Floor => left > 0,
            _ => false,
        };
        if (!lies)
            return false;
        fit = (left, policy) switch
        {
            (not 0, FitPolicy.ZeroPad) => fit.WithZeros(span < 0 ? -span : window.Stride - left),
            (not 0, FitPolicy.Crop) => fit with { Cropped = left, Output = Positions(span - left, window) },
            _ => fit with { Unseen = left, Output = Positions(span, window) },
        };
        return true;
    }

    private static int Positions(long span, Window window) => checked((int)(span / window.Stride + 1));

    private AxisFit WithZeros(long zeros) => this with
    {
        Pad = (Window.Pad.Before, checked((int)(Window.Pad.After + zeros))),
        Output = Positions(Span(Window, Length) + zeros, Window),
    };

    /// <summary>W − F + 2P: the pixels over which the window's first tap can move; negative when it does not fit at all.</summary>
    internal static long Span(Window window, int length) => (long)length + window.Pad.Before + window.Pad.After - window.Extent;

    internal static string EquationOf(Window window, int length)
    {
        var pad = window.Pad switch
        {
            { Total: 0 } => "0",
            { IsSymmetric: true } p => $"2·{p.Before}",
            var p => $"{p.Before} + {p.After}",
        };
        var span = Span(window, length);
        var value = (decimal)span / window.Stride + 1;
        var rounded = decimal.Round(value, 3);
        var digits = rounded.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');
        return $"({length} − {window.Extent} + {pad})/{window.Stride} + 1 = {digits}{(rounded == value ? "" : "…")}";
    }
}
