using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the biases: a lane is a filter, and each sums its pixels image by image, in order. The pixels
/// are turned a stretch at a time, so that filters lie side by side. Equals <see cref="Conv2dGradientReference.Biases"/>.
/// </summary>
internal readonly unsafe struct Conv2dBiasGradient(in ConvProblem p, float* dy, float* db) : IRoutine
{
    private const int Stretch = 128, Filters = 16;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, Dy = dy, Db = db };
            Workers.For((p.Filters + Filters - 1) / Filters, &Sum<L, V>, &job, p.OutputLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var first = part * Filters;
        var present = Math.Min(Filters, p.Filters - first);
        var turned = Scratch.Floats(Stretch * Filters);
        new Span<float>(turned, Stretch * Filters).Clear();
        var sums = stackalloc float[Filters];
        new Span<float>(sums, Filters).Clear();
        for (var n = 0; n < p.Batch; n++)
        {
            var dy = job->Dy + ((nint)n * p.Filters + first) * p.OutPlane;
            for (var pixel = 0; pixel < p.OutPlane; pixel += Stretch)
            {
                var pixels = Math.Min(Stretch, p.OutPlane - pixel);
                Transpose.ToPlanes(dy + pixel, p.OutPlane, present, pixels, turned, Filters);
                for (var lane = 0; lane < Filters; lane += L.Count)
                {
                    var sum = L.Load(sums + lane);
                    for (var i = 0; i < pixels; i++)
                        sum = L.Add(sum, L.Load(turned + i * Filters + lane));
                    L.Store(sum, sums + lane);
                }
            }
        }

        new Span<float>(sums, present).CopyTo(new(job->Db + first, present));
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* Dy, Db;
    }
}
