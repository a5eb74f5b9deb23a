namespace ConvNotebooks.Routines;

/// <summary>How the pixels of a window become one number, for every vector width.</summary>
internal interface IPooling
{
    /// <summary>The value of a window of the first pixel alone.</summary>
    static abstract V First<L, V>(V pixel)
        where L : ILanes<V>
        where V : unmanaged;

    static abstract V Next<L, V>(V value, V pixel)
        where L : ILanes<V>
        where V : unmanaged;

    static abstract V Finish<L, V>(V value, float count)
        where L : ILanes<V>
        where V : unmanaged;
}
