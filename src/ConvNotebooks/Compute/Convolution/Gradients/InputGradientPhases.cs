namespace ConvNotebooks.Routines;

/// <summary>
/// The input's pixels by where they are between strides: those of a phase are StrideH rows and StrideW columns apart, and all
/// of them have the same taps at the same distances. A pixel of a phase has a row and a column among those of its phase.
/// </summary>
internal readonly unsafe struct InputGradientPhases
{
    private readonly Phase* phases;
    private readonly PixelTap* taps;

    /// <summary>Writes the tables to memory for <see cref="Length"/> numbers.</summary>
    public InputGradientPhases(in ConvProblem p, float* memory)
    {
        Count = p.StrideH * p.StrideW;
        taps = (PixelTap*)memory;
        phases = (Phase*)(taps + p.WindowTaps);
        (MinColumn, MaxColumn) = (0, 0);
        var tap = taps;
        for (var i = 0; i < Count; i++)
        {
            var (top, left) = Math.DivRem(i, p.StrideW);
            ref var phase = ref phases[i];
            phase = new Phase { Taps = tap, Rows = (p.Height - top + p.StrideH - 1) / p.StrideH };
            (phase.MinRow, phase.MaxRow, phase.MinColumn, phase.MaxColumn) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);

            // Output rows and columns in order: the window from its end.
            for (var fy = p.FilterHeight - 1; fy >= 0; fy--)
            {
                var row = top + p.PadTop - fy * p.DilationH;
                if (row % p.StrideH != 0)
                    continue;
                for (var fx = p.FilterWidth - 1; fx >= 0; fx--)
                {
                    var column = left + p.PadLeft - fx * p.DilationW;
                    if (column % p.StrideW != 0)
                        continue;
                    var (y, x) = (row / p.StrideH, column / p.StrideW);
                    *tap++ = new(y * p.OutWidth + x, fy * p.FilterWidth + fx, y, x);
                    (phase.MinRow, phase.MaxRow) = (Math.Min(phase.MinRow, y), Math.Max(phase.MaxRow, y));
                    (phase.MinColumn, phase.MaxColumn) = (Math.Min(phase.MinColumn, x), Math.Max(phase.MaxColumn, x));
                }
            }

            phase.TapCount = (int)(tap - phase.Taps);
            if (phase.TapCount > 0)
                (MinColumn, MaxColumn) = (Math.Min(MinColumn, phase.MinColumn), Math.Max(MaxColumn, phase.MaxColumn));
        }
    }

    public int Count { get; }

    /// <summary>The least and the most columns from a pixel to the gradients that it reads; 0 is among them.</summary>
    public int MinColumn { get; }

    public int MaxColumn { get; }

    public ref Phase this[int i] => ref phases[i];

    /// <summary>Numbers whose memory the tables take.</summary>
    public static int Length(in ConvProblem p) =>
        (p.WindowTaps * sizeof(PixelTap) + p.StrideH * p.StrideW * sizeof(Phase)) / sizeof(float);

    /// <summary>Its rows, its taps, and how far they reach.</summary>
    internal struct Phase
    {
        public PixelTap* Taps;
        public int TapCount, Rows, MinRow, MaxRow, MinColumn, MaxColumn;
    }
}
