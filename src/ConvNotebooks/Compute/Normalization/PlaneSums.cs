using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>What a plane's sum adds up, for every vector width.</summary>
internal interface IPlaneTerm
{
    static abstract V Add<L, V>(V sum, V x, V dy, V center)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// One sum for every plane of x [batch, channels, pixels]: lane j of the first vector is chain j of
/// <see cref="BatchNormReference.Chains"/>, narrower vectors take several; the last pixels of a plane go one by one, each to its
/// chain. Equals the sums of <see cref="BatchNormReference"/>.
/// </summary>
/// <param name="s">The sizes.</param>
/// <param name="x">The numbers.</param>
/// <param name="dy">Numbers beside them; null for terms without.</param>
/// <param name="centers">One for each channel; null for terms without.</param>
/// <param name="sums">One for each plane.</param>
internal readonly unsafe struct PlaneSums<TTerm>(in NormSizes s, float* x, float* dy, float* centers, float* sums) : IRoutine
    where TTerm : IPlaneTerm
{
    private const int Chains = BatchNormReference.Chains;
    private readonly NormSizes s = s;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Channels = s.Channels, Pixels = s.Pixels, X = x, Dy = dy == null ? x : dy, Centers = centers, Sums = sums };
        Workers.For(s.Planes, &Plane<L, V>, &job, s.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int plane)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        float* x = job->X + (nint)plane * job->Pixels, dy = job->Dy + (nint)plane * job->Pixels;
        var center = job->Centers == null ? 0 : job->Centers[plane % job->Channels];
        var whole = job->Pixels / Chains * Chains;
        var chains = stackalloc float[Chains];
        for (var first = 0; first < Chains; first += 4 * L.Count)
        {
            V a = L.Broadcast(0), b = a, c = a, d = a;
            for (var i = first; i < whole; i += Chains)
            {
                a = Term<L, V>(a, x + i, dy + i, center);
                if (L.Count <= Chains / 2)
                    b = Term<L, V>(b, x + i + L.Count, dy + i + L.Count, center);
                if (L.Count <= Chains / 4)
                {
                    c = Term<L, V>(c, x + i + 2 * L.Count, dy + i + 2 * L.Count, center);
                    d = Term<L, V>(d, x + i + 3 * L.Count, dy + i + 3 * L.Count, center);
                }
            }

            L.Store(a, chains + first);
            if (L.Count <= Chains / 2)
                L.Store(b, chains + first + L.Count);
            if (L.Count <= Chains / 4)
            {
                L.Store(c, chains + first + 2 * L.Count);
                L.Store(d, chains + first + 3 * L.Count);
            }
        }

        for (var i = whole; i < job->Pixels; i++)
            chains[i - whole] = Term<Lanes1, float>(chains[i - whole], x + i, dy + i, center);
        for (var half = Chains / 2; half > 0; half /= 2)
            for (var j = 0; j < half; j++)
                chains[j] += chains[j + half];
        job->Sums[plane] = chains[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Term<L, V>(V sum, float* x, float* dy, float center)
        where L : ILanes<V>
        where V : unmanaged => TTerm.Add<L, V>(sum, L.Load(x), L.Load(dy), L.Broadcast(center));

    private struct Job
    {
        public int Channels, Pixels;
        public float* X, Dy, Centers, Sums;
    }
}
