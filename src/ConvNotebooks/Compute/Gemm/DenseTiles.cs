using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A fully-connected layer with the register tiles of the convolution: a strip of outputs (two vectors) by up to 14 images.
/// A part of the work is one strip; its weights are packed, or are turned, a block of inputs at a time, so that the outputs
/// lie side by side, and partial sums wait in the output. Equals <see cref="DenseReference"/>.
/// </summary>
internal readonly unsafe struct DenseTiles(in DenseProblem p, float* x, float* w, PackedFilters? packed, float* bias, float* y) : IRoutine
{
    private const int InputBlock = 256;
    private readonly DenseProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var strip = 2 * L.Count;
        var taps = stackalloc Tap[InputBlock];
        for (var i = 0; i < InputBlock; i++)
            taps[i] = new(i, i * (packed is null ? strip : PackedFilters.Block));
        fixed (DenseProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, W = w, Packed = packed is not null, Bias = bias, Y = y, Taps = taps };
            if (packed is not null)
                job.Filters = packed.Blocks;
            Workers.For((p.Outputs + strip - 1) / strip, &Strip<L, V>, &job, (long)p.Batch * p.Inputs * p.Outputs);
        }

        GC.KeepAlive(packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var width = 2 * L.Count;
        var first = part * width;
        var outputs = Math.Min(width, p.Outputs - first);
        var weights = Scratch.Floats(width * (InputBlock + 1 + p.Batch));
        var biases = weights + InputBlock * width;
        var sums = biases + width;
        new Span<float>(weights, width * (InputBlock + 1)).Clear();
        if (job->Bias != null)
            new Span<float>(job->Bias + first, outputs).CopyTo(new(biases, width));

        var tiles = (p.Batch + L.TileRows - 1) / L.TileRows;
        var tile = new Tile
        {
            XStep = p.Inputs,
            Taps = job->Taps,
            W0 = weights,
            W1 = weights + L.Count,
            Bias0 = biases,
            Bias1 = biases + L.Count,
            YStep = width,
        };
        for (var i = 0; i < p.Inputs; i += InputBlock)
        {
            tile.TapCount = Math.Min(InputBlock, p.Inputs - i);
            tile.Resume = i > 0;
            if (job->Packed)
            {
                tile.W0 = job->Filters.Of(0, first) + (nint)i * PackedFilters.Block;
                tile.W1 = tile.W0 + (L.Count == PackedFilters.Block ? job->Filters.Length : L.Count);
            }
            else
                Transpose.ToPlanes(job->W + (nint)first * p.Inputs + i, p.Inputs, outputs, tile.TapCount, weights, width);
            for (var t = 0; t < tiles; t++)
            {
                var (from, to) = ((int)((long)t * p.Batch / tiles), (int)((long)(t + 1) * p.Batch / tiles));
                tile.X = job->X + (nint)from * p.Inputs + i;
                tile.Y0 = sums + from * width;
                tile.Y1 = tile.Y0 + L.Count;
                TileRoutines<L, V, WholeTaps>.Run(&tile, to - from, outputs > L.Count);
            }
        }

        for (var n = 0; n < p.Batch; n++)
            new Span<float>(sums + n * width, outputs).CopyTo(new(job->Y + (nint)n * p.Outputs + first, outputs));
    }

    private struct Job
    {
        public DenseProblem* P;
        public bool Packed;
        public FilterBlocks Filters;
        public float* X, W, Bias, Y;
        public Tap* Taps;
    }
}
