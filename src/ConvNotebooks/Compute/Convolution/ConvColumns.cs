namespace ConvNotebooks.Routines;

/// <summary>The output columns of a problem whose windows lie wholly inside the input's width, [From, To).</summary>
internal readonly record struct ConvColumns(int From, int To)
{
    public static ConvColumns Inside(in ConvProblem p)
    {
        var from = (p.PadLeft + (long)p.StrideW - 1) / p.StrideW;
        var room = p.Width + (long)p.PadLeft - ((p.FilterWidth - 1L) * p.DilationW + 1);
        var to = room < 0 ? 0 : Math.Min(p.OutWidth, room / p.StrideW + 1);
        return from < to ? new((int)from, (int)to) : default;
    }

    /// <summary>The output columns whose tap in one column of the window is no padding, [From, To).</summary>
    public static ConvColumns Seen(in ConvProblem p, int fx)
    {
        var first = p.PadLeft - fx * p.DilationW;
        var last = p.Width - 1 + first;
        var from = first <= 0 ? 0 : (first + p.StrideW - 1) / p.StrideW;
        var to = last < 0 ? 0 : Math.Min(p.OutWidth, last / p.StrideW + 1);
        return from < to ? new(from, to) : default;
    }
}
