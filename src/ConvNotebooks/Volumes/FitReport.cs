using System.Text;

namespace ConvNotebooks;

/// <summary>
/// The fit doctor's report on a window that does not fit along one axis: the equation, the pixels left over, every
/// repair, and whether symmetric padding can work at all.
/// </summary>
public sealed class FitReport
{
    private const int Shown = 8;

    /// <summary>Examines a window on an axis.</summary>
    /// <param name="window">The window.</param>
    /// <param name="length">The input size W, in pixels, at least 1.</param>
    /// <param name="who">The layer the window belongs to, as it is to be named; null for a window alone.</param>
    /// <param name="axis">The axis, width or height; null for a window alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public FitReport(Window window, int length, string? who = null, string? axis = null)
        : this(window, length, who, axis, default)
    {
    }

    /// <summary>Examines a window of a layer, whose arguments the repairs are.</summary>
    internal FitReport(Window window, int length, string? who, string? axis, RepairWords words)
    {
        Window = window;
        Length = Sizes.AtLeastOne(length, nameof(FitReport), nameof(length));
        Who = who ?? nameof(ConvNotebooks.Window);
        Axis = axis;
        Repairs = [.. FitDoctor.Repairs(window, length, words)];
    }

    /// <summary>The window.</summary>
    public Window Window { get; }

    /// <summary>The input size W, in pixels.</summary>
    public int Length { get; }

    /// <summary>The layer that the window belongs to.</summary>
    public string Who { get; }

    /// <summary>The axis, width or height; null for a window alone.</summary>
    public string? Axis { get; }

    /// <summary>The equation with its numbers: <c>(10 − 3 + 0)/2 + 1 = 4.5</c>.</summary>
    public string Equation => AxisFit.EquationOf(Window, Length);

    /// <summary>Pixels left over after the last whole step; when the window is larger than the padded input, the pixels it lacks, negative.</summary>
    public int LeftOver
    {
        get
        {
            var span = AxisFit.Span(Window, Length);
            return checked((int)(span < 0 ? span : span % Window.Stride));
        }
    }

    /// <summary>
    /// Every repair, grouped by kind, the nearest to what was asked for first; filter sizes and paddings within 1000 of it.
    /// </summary>
    public IReadOnlyList<Repair> Repairs { get; }

    /// <summary>Why no symmetric padding can work; null when one does.</summary>
    public string? ParityReason => FitDoctor.ParityReason(Window, Length);

    /// <summary>What is wrong, in one sentence.</summary>
    public string Problem => LeftOver < 0
        ? $"{Who}: a window of {Window} spans {Window.Extent} pixels, {-LeftOver} more than the padded input of "
          + $"{Pixels(Length + Window.Pad.Total)}{On}: {Equation}."
        : $"{Who}: a window of {Window} does not fit an input of {Pixels(Length)}{On}: {Equation} is not a whole number, "
          + $"{Pixels(LeftOver)} left over.";

    private string On => Axis is null ? "" : $" ({Axis})";

    /// <summary>The report as text: the problem, the parity reason, and the repairs, a kind a line.</summary>
    public override string ToString() => Text(repair => repair.ToString());

    /// <summary>The same text with the repairs as the document's notation writes them: <c>s1 → 8</c>, <c>crop → 4</c>.</summary>
    public string InNotation() => Text(repair => repair.InNotation());

    private string Text(Func<Repair, string> write)
    {
        var text = new StringBuilder(Problem);
        if (ParityReason is { } reason)
            text.Append('\n').Append(reason);
        text.Append("\nRepairs (argument → output size):");
        foreach (var kind in Repairs.GroupBy(r => r.Kind))
        {
            var more = kind.Count() - Shown;
            text.Append($"\n  {Title(kind.Key)}: ").AppendJoin(", ", kind.Take(Shown).Select(write));
            if (more > 0)
                text.Append($", and {more} more");
        }

        return text.ToString();
    }

    /// <summary>The heading of a kind of repair, in words.</summary>
    /// <param name="kind">The kind.</param>
    public static string Title(RepairKind kind) => kind switch
    {
        RepairKind.Stride => "another stride",
        RepairKind.Size => "another filter size",
        RepairKind.SymmetricPadding => "padding, both sides alike",
        RepairKind.OneSidedPadding => "padding per side",
        RepairKind.Policy => "a fit policy",
        _ => "another input size",
    };

    private static string Pixels(int count) => count == 1 ? "1 pixel" : $"{count} pixels";
}
