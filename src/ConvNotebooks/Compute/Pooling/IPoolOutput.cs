namespace ConvNotebooks.Routines;

/// <summary>What is stored for a vector of outputs, from the pixels of their windows, in either layout; its fields are where.</summary>
internal unsafe interface IPoolOutput
{
    /// <summary>Stores a vector of outputs.</summary>
    /// <param name="x">The first window's first pixel inside the image.</param>
    /// <param name="rows">Rows of the windows inside the image; where there are none, or no columns, the windows are nothing but padding.</param>
    /// <param name="columns">Columns of the windows inside the image.</param>
    /// <param name="rowStep">From one row of a window to the next, in floats.</param>
    /// <param name="columnStep">From one column to the next.</param>
    /// <param name="laneStep">From one output's window to the next one's.</param>
    /// <param name="output">The first of the outputs.</param>
    void Store<L, V>(float* x, int rows, int columns, nint rowStep, nint columnStep, nint laneStep, nint output)
        where L : ILanes<V>
        where V : unmanaged;
}
