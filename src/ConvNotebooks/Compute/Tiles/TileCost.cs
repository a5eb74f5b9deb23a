namespace ConvNotebooks.Routines;

/// <summary>
/// About how long a register tile two vectors wide takes, in cycles of a processor that begins two multiply-adds a cycle and
/// ends each after four: what a plan weighs ways of cutting with. Measured on Zen 5 at 256 bits, inputs and weights in the
/// nearest cache: up to 4 pixels 4.4 cycles a tap, 5 pixels 5.3, 6 pixels 6.05; clipped tiles take 0.3 more, and 1.8 more while
/// a neighbour shares the core.
/// </summary>
internal static class TileCost
{
    private const double Latency = 4.4, Clipping = 0.6, Ends = 40;

    public static double Cycles(int rows, int taps, bool clipped) =>
        Ends + taps * (Math.Max(Latency, rows + 0.2) + (clipped ? Clipping : 0));
}
