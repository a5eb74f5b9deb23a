using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The sums of the columns of x [rows, columns]: each one chain of additions from +0 over the rows in order; a lane is a column,
/// the last ones go one by one. Equals <see cref="DenseGradientReference.Biases"/>.
/// </summary>
internal readonly unsafe struct ColumnSums(int rows, int columns, float* x, float* sums) : IRoutine
{
    private const int PartColumns = 1024;

    public static void Compute(int rows, int columns, float[] x, float[] sums)
    {
        fixed (float* from = x, to = sums)
            Lanes.Start(new ColumnSums(rows, columns, from, to));
    }

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Rows = rows, Columns = columns, X = x, Sums = sums };
        Workers.For((columns + PartColumns - 1) / PartColumns, &Part<L, V>, &job, (long)rows * columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var column = part * PartColumns;
        var end = Math.Min(job->Columns, column + PartColumns);
        for (; column + L.Count <= end; column += L.Count)
            Sum<L, V>(job, column);
        for (; column < end; column++)
            Sum<Lanes1, float>(job, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<L, V>(Job* job, int column)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = L.Broadcast(0);
        var x = job->X + column;
        for (var row = 0; row < job->Rows; row++, x += job->Columns)
            sum = L.Add(sum, L.Load(x));
        L.Store(sum, job->Sums + column);
    }

    private struct Job
    {
        public int Rows, Columns;
        public float* X, Sums;
    }
}
