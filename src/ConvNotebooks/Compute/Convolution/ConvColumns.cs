namespace ConvNotebooks.Routines;

/// <summary>The output columns of a problem whose windows lie wholly inside the input's width, [From, To).</summary>
internal readonly record struct ConvColumns(int From, int To)
{
    public static ConvColumns Inside(in ConvProblem p)
    {
        var size = p.FilterWidth;
        var whole = ConvRange.Split(p.OutWidth, p.Width, p.FilterWidth, p.StrideW, p.PadLeft, p.DilationW)
            .Find(range => range.TapFrom == 0 && range.TapTo == size);
        return new(whole.From, whole.To);
    }
}
