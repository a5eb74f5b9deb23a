using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A fully-connected layer on one image, from packed weights: eight vectors of outputs at a time, an accumulator each, input
/// after input; lane 0 is the vector's first output. Every weight is read once, so that the layer takes as long as memory
/// takes to give them: eight streams keep it busy (two, as a tile reads them, reach 80 % of that; asking ahead in software less). Equals <see cref="DenseReference"/>.
/// </summary>
internal readonly unsafe struct DenseVector(in DenseProblem p, float* x, PackedFilters packed, float* bias, float* y) : IRoutine
{
    private const int Streams = 8, Block = PackedFilters.Block;

    private readonly DenseProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (DenseProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Filters = packed.Blocks, Bias = bias, Y = y };
            var outputs = Streams * L.Count;
            Workers.For((p.Outputs + outputs - 1) / outputs, &Part<L, V>, &job, (long)p.Inputs * p.Outputs);
        }

        GC.KeepAlive(packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var first = part * Streams * L.Count;
        var outputs = Math.Min(Streams * L.Count, p.Outputs - first);
        var sums = stackalloc float[Streams * Block];
        for (var i = 0; i < Streams * L.Count; i++)
            sums[i] = i < outputs && job->Bias != null ? job->Bias[first + i] : 0;

        // Vectors past the last output read its weights again: their sums are not kept.
        var weights = stackalloc float*[Streams];
        for (var i = 0; i < Streams; i++)
        {
            var at = first + Math.Min(i, (outputs - 1) / L.Count) * L.Count;
            weights[i] = job->Filters.Of(0, at);
        }

        Sum<L, V>(weights, job->X, p.Inputs, sums);
        new Span<float>(sums, outputs).CopyTo(new(job->Y + first, outputs));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<L, V>(float** weights, float* x, int inputs, float* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        V a = L.Load(sums), b = L.Load(sums + L.Count), c = L.Load(sums + 2 * L.Count), d = L.Load(sums + 3 * L.Count);
        V e = L.Load(sums + 4 * L.Count), f = L.Load(sums + 5 * L.Count), g = L.Load(sums + 6 * L.Count), h = L.Load(sums + 7 * L.Count);
        float* w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
        float* w4 = weights[4], w5 = weights[5], w6 = weights[6], w7 = weights[7];
        for (var end = x + inputs; x < end; x++)
        {
            var value = L.Broadcast(*x);
            a = L.FusedMultiplyAdd(L.Load(w0), value, a);
            b = L.FusedMultiplyAdd(L.Load(w1), value, b);
            c = L.FusedMultiplyAdd(L.Load(w2), value, c);
            d = L.FusedMultiplyAdd(L.Load(w3), value, d);
            e = L.FusedMultiplyAdd(L.Load(w4), value, e);
            f = L.FusedMultiplyAdd(L.Load(w5), value, f);
            g = L.FusedMultiplyAdd(L.Load(w6), value, g);
            h = L.FusedMultiplyAdd(L.Load(w7), value, h);
            w0 += Block;
            w1 += Block;
            w2 += Block;
            w3 += Block;
            w4 += Block;
            w5 += Block;
            w6 += Block;
            w7 += Block;
        }

        L.Store(a, sums);
        L.Store(b, sums + L.Count);
        L.Store(c, sums + 2 * L.Count);
        L.Store(d, sums + 3 * L.Count);
        L.Store(e, sums + 4 * L.Count);
        L.Store(f, sums + 5 * L.Count);
        L.Store(g, sums + 6 * L.Count);
        L.Store(h, sums + 7 * L.Count);
    }

    private struct Job
    {
        public DenseProblem* P;
        public FilterBlocks Filters;
        public float* X, Bias, Y;
    }
}
