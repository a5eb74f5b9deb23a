namespace ConvNotebooks.Routines;

/// <summary>
/// Filters divided into strips, each as many vectors as a register tile is wide. Where a vector is a block of 16 filters, wide
/// strips have three or four and are evenly filled; otherwise all have two, and the last what is left.
/// </summary>
/// <param name="Filters">Filters.</param>
/// <param name="Lanes">Numbers in a vector.</param>
/// <param name="Most">Vectors of the widest strip.</param>
internal readonly record struct FilterStrips(int Filters, int Lanes, int Most)
{
    private const int MostOfAll = 4;

    /// <summary>Strips.</summary>
    public int Count => (Vectors + Most - 1) / Most;

    private int Vectors => VectorsOf(Filters);

    /// <summary>As few strips as hold the filters, for tiles as wide as there are.</summary>
    public static FilterStrips Wide(int filters, int lanes)
    {
        var strips = new FilterStrips(filters, lanes, MostOfAll);
        return lanes < PackedFilters.Block ? strips with { Most = 2 } : strips with { Most = Math.Max((strips.Vectors + strips.Count - 1) / strips.Count, 2) };
    }

    /// <summary>The filters of a strip.</summary>
    public (int First, int Count) this[int strip]
    {
        get
        {
            var even = Lanes == PackedFilters.Block;
            var first = (even ? strip * Vectors / Count : strip * Most) * Lanes;
            var end = (even ? (strip + 1) * Vectors / Count : (strip + 1) * Most) * Lanes;
            return (first, Math.Min(end, Filters) - first);
        }
    }

    /// <summary>Pixels of the largest tile as wide as the widest strip, where one of two vectors has so many.</summary>
    public int TileRows(int rowsByTwo) => Most switch { 4 => 6, 3 => 9, _ => rowsByTwo };

    /// <summary>Vectors that hold so many filters.</summary>
    public int VectorsOf(int filters) => (filters + Lanes - 1) / Lanes;
}
