using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The sums of the columns of x [rows, columns]: each one chain of additions from +0 over the rows in order; a lane is a column,
/// the last ones go one by one. Equals <see cref="DenseGradientReference.Biases"/>.
/// </summary>
internal unsafe struct ColumnSums(int rows, int columns, float* x, float* sums) : IElementStep
{
    public static int PartLength => 1024;

    public static void Compute(int rows, int columns, float[] x, float[] sums)
    {
        fixed (float* from = x, to = sums)
            Lanes.Start(new ElementParts<ColumnSums>(new(rows, columns, from, to), columns, (long)rows * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<L, V>(int i)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = L.Broadcast(0);
        var column = x + i;
        for (var row = 0; row < rows; row++, column += columns)
            sum = L.Add(sum, L.Load(column));
        L.Store(sum, sums + i);
    }
}
