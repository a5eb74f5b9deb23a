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
}
