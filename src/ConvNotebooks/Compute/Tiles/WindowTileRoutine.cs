using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The register tile of a filter gradient: up to 8 channels at up to 5 neighbouring places of a window's row (the more places, the
/// fewer channels) by one or two vectors of filters. Lane 0 is the strip's first filter; every accumulator is the chains of one
/// channel, place and vector over the pixels of the output. Equals <see cref="Conv2dGradientReference.Filters"/>.
/// </summary>
/// <remarks>
/// Neighbouring places see the same input column at neighbouring outputs. So a step is a column of the input: each channel's number
/// is broadcast once for all places, and the gradients of an output are loaded once, for the first place, and handed on from place
/// to place. That leaves a load for every four multiply-adds. Where places share no columns (<see cref="Apart"/>) a tile has one,
/// and P counts pairs of vectors. P, C and F are constants to the compiler, so that the lines of what is absent vanish; the
/// accumulators fill the register file: a change here is a change to measure, and helpers that take them all by reference make
/// the compiler keep some in memory.
/// </remarks>
internal static unsafe class WindowTileRoutine<L, V, P, C, F, S>
    where L : ILanes<V>
    where V : unmanaged
    where P : ISize
    where C : ISize
    where F : ISize
    where S : IPlaces
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WindowTile* t)
    {
        V a0, a1, a2, a3, a4, a5, a6, a7;
        V f0, f1, f2, f3, f4, f5, f6, f7;
        V b0, b1, b2, b3, b4, b5;
        V g0, g1, g2, g3, g4, g5;
        V c0, c1, c2, c3;
        V h0, h1, h2, h3;
        V d0, d1;
        V i0, i1;
        V e0, e1;
        V j0, j1;
        nint channel = t->SumChannelStep, place = t->SumPlaceStep;
        if (t->Resume)
        {
            var y = t->Sums;
            a0 = L.Load(y);
            f0 = F.Value > 1 ? L.Load(y + L.Count) : default;
            a1 = C.Value > 1 ? L.Load(y + channel) : default;
            f1 = C.Value > 1 && F.Value > 1 ? L.Load(y + channel + L.Count) : default;
            a2 = C.Value > 2 ? L.Load(y + 2 * channel) : default;
            f2 = C.Value > 2 && F.Value > 1 ? L.Load(y + 2 * channel + L.Count) : default;
            a3 = C.Value > 3 ? L.Load(y + 3 * channel) : default;
            f3 = C.Value > 3 && F.Value > 1 ? L.Load(y + 3 * channel + L.Count) : default;
            a4 = C.Value > 4 ? L.Load(y + 4 * channel) : default;
            f4 = C.Value > 4 && F.Value > 1 ? L.Load(y + 4 * channel + L.Count) : default;
            a5 = C.Value > 5 ? L.Load(y + 5 * channel) : default;
            f5 = C.Value > 5 && F.Value > 1 ? L.Load(y + 5 * channel + L.Count) : default;
            a6 = C.Value > 6 ? L.Load(y + 6 * channel) : default;
            f6 = C.Value > 6 && F.Value > 1 ? L.Load(y + 6 * channel + L.Count) : default;
            a7 = C.Value > 7 ? L.Load(y + 7 * channel) : default;
            f7 = C.Value > 7 && F.Value > 1 ? L.Load(y + 7 * channel + L.Count) : default;
            y += place;
            b0 = P.Value > 1 ? L.Load(y) : default;
            g0 = P.Value > 1 && F.Value > 1 ? L.Load(y + L.Count) : default;
            b1 = P.Value > 1 && C.Value > 1 ? L.Load(y + channel) : default;
            g1 = P.Value > 1 && C.Value > 1 && F.Value > 1 ? L.Load(y + channel + L.Count) : default;
            b2 = P.Value > 1 && C.Value > 2 ? L.Load(y + 2 * channel) : default;
            g2 = P.Value > 1 && C.Value > 2 && F.Value > 1 ? L.Load(y + 2 * channel + L.Count) : default;
            b3 = P.Value > 1 && C.Value > 3 ? L.Load(y + 3 * channel) : default;
            g3 = P.Value > 1 && C.Value > 3 && F.Value > 1 ? L.Load(y + 3 * channel + L.Count) : default;
            b4 = P.Value > 1 && C.Value > 4 ? L.Load(y + 4 * channel) : default;
            g4 = P.Value > 1 && C.Value > 4 && F.Value > 1 ? L.Load(y + 4 * channel + L.Count) : default;
            b5 = P.Value > 1 && C.Value > 5 ? L.Load(y + 5 * channel) : default;
            g5 = P.Value > 1 && C.Value > 5 && F.Value > 1 ? L.Load(y + 5 * channel + L.Count) : default;
            y += place;
            c0 = P.Value > 2 ? L.Load(y) : default;
            h0 = P.Value > 2 && F.Value > 1 ? L.Load(y + L.Count) : default;
            c1 = P.Value > 2 && C.Value > 1 ? L.Load(y + channel) : default;
            h1 = P.Value > 2 && C.Value > 1 && F.Value > 1 ? L.Load(y + channel + L.Count) : default;
            c2 = P.Value > 2 && C.Value > 2 ? L.Load(y + 2 * channel) : default;
            h2 = P.Value > 2 && C.Value > 2 && F.Value > 1 ? L.Load(y + 2 * channel + L.Count) : default;
            c3 = P.Value > 2 && C.Value > 3 ? L.Load(y + 3 * channel) : default;
            h3 = P.Value > 2 && C.Value > 3 && F.Value > 1 ? L.Load(y + 3 * channel + L.Count) : default;
            y += place;
            d0 = P.Value > 3 ? L.Load(y) : default;
            i0 = P.Value > 3 && F.Value > 1 ? L.Load(y + L.Count) : default;
            d1 = P.Value > 3 && C.Value > 1 ? L.Load(y + channel) : default;
            i1 = P.Value > 3 && C.Value > 1 && F.Value > 1 ? L.Load(y + channel + L.Count) : default;
            y += place;
            e0 = P.Value > 4 ? L.Load(y) : default;
            j0 = P.Value > 4 && F.Value > 1 ? L.Load(y + L.Count) : default;
            e1 = P.Value > 4 && C.Value > 1 ? L.Load(y + channel) : default;
            j1 = P.Value > 4 && C.Value > 1 && F.Value > 1 ? L.Load(y + channel + L.Count) : default;
        }
        else
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = L.Broadcast(0);
            b0 = b1 = b2 = b3 = b4 = b5 = L.Broadcast(0);
            c0 = c1 = c2 = c3 = L.Broadcast(0);
            d0 = d1 = L.Broadcast(0);
            e0 = e1 = L.Broadcast(0);
            f0 = f1 = f2 = f3 = f4 = f5 = f6 = f7 = L.Broadcast(0);
            g0 = g1 = g2 = g3 = g4 = g5 = L.Broadcast(0);
            h0 = h1 = h2 = h3 = L.Broadcast(0);
            i0 = i1 = L.Broadcast(0);
            j0 = j1 = L.Broadcast(0);
        }

        nint s = t->ChannelStep, s3 = 3 * s, xStep = t->XStep, wStep = t->WStep, second = t->SecondStep;
        int first = t->First, last = t->Last, pixels = t->Pixels, end = Math.Min(last, pixels);
        float* x = t->X + first * xStep, w = t->W + first * wStep;
        nint nextX = t->XRowStep - (last - first) * xStep, nextW = t->WRowStep - (last - first) * wStep;
        for (var rows = t->Rows; rows > 0; rows--, x += nextX, w += nextW)
        {
            var step = first;

            // The gradients of the outputs before the first step's, unless that is the row's first output.
            V u0, u1, u2, u3, u4;
            V v0, v1, v2, v3, v4;
            u0 = u1 = u2 = u3 = u4 = v0 = v1 = v2 = v3 = v4 = default;
            if (S.Slide && P.Value > 1 && (uint)(step - 1) < (uint)pixels)
                LoadGradients(w - wStep, second, ref u0, ref v0);
            if (S.Slide && P.Value > 2 && (uint)(step - 2) < (uint)pixels)
                LoadGradients(w - 2 * wStep, second, ref u1, ref v1);
            if (S.Slide && P.Value > 3 && (uint)(step - 3) < (uint)pixels)
                LoadGradients(w - 3 * wStep, second, ref u2, ref v2);
            if (S.Slide && P.Value > 4 && (uint)(step - 4) < (uint)pixels)
                LoadGradients(w - 4 * wStep, second, ref u3, ref v3);

            // Whole steps, in which every place has an output, and one at a time those at the ends of the row.
            while (step < last)
            {
                if (S.Slide && step < P.Value - 1)
                    goto Partial;
                for (; step < end; step++, x += xStep, w += wStep)
                {
                    if (S.Slide)
                    {
                        u4 = u3;
                        u3 = u2;
                        u2 = u1;
                        u1 = u0;
                        v4 = v3;
                        v3 = v2;
                        v2 = v1;
                        v1 = v0;
                    }

                    LoadGradients(w, second, ref u0, ref v0);
                    if (!S.Slide && P.Value > 1)
                        LoadGradients(w + t->PairStep, second, ref u1, ref v1);
                    var q = C.Value > 4 ? x + 4 * s : x;
                    {
                        var n = L.Broadcast(x[0]);
                        Add(u0, v0, n, ref a0, ref f0);
                        if (P.Value > 1)
                            Add(u1, v1, n, ref b0, ref g0);
                        if (P.Value > 2)
                            Add(u2, v2, n, ref c0, ref h0);
                        if (P.Value > 3)
                            Add(u3, v3, n, ref d0, ref i0);
                        if (P.Value > 4)
                            Add(u4, v4, n, ref e0, ref j0);
                    }
                    if (C.Value > 1)
                    {
                        var n = L.Broadcast(x[s]);
                        Add(u0, v0, n, ref a1, ref f1);
                        if (P.Value > 1)
                            Add(u1, v1, n, ref b1, ref g1);
                        if (P.Value > 2)
                            Add(u2, v2, n, ref c1, ref h1);
                        if (P.Value > 3)
                            Add(u3, v3, n, ref d1, ref i1);
                        if (P.Value > 4)
                            Add(u4, v4, n, ref e1, ref j1);
                    }
                    if (C.Value > 2)
                    {
                        var n = L.Broadcast(x[2 * s]);
                        Add(u0, v0, n, ref a2, ref f2);
                        if (P.Value > 1)
                            Add(u1, v1, n, ref b2, ref g2);
                        if (P.Value > 2)
                            Add(u2, v2, n, ref c2, ref h2);
                    }
                    if (C.Value > 3)
                    {
                        var n = L.Broadcast(x[s3]);
                        Add(u0, v0, n, ref a3, ref f3);
                        if (P.Value > 1)
                            Add(u1, v1, n, ref b3, ref g3);
                        if (P.Value > 2)
                            Add(u2, v2, n, ref c3, ref h3);
                    }
                    if (C.Value > 4)
                    {
                        var n = L.Broadcast(q[0]);
                        Add(u0, v0, n, ref a4, ref f4);
                        if (P.Value > 1)
                            Add(u1, v1, n, ref b4, ref g4);
                    }
                    if (C.Value > 5)
                    {
                        var n = L.Broadcast(q[s]);
                        Add(u0, v0, n, ref a5, ref f5);
                        if (P.Value > 1)
                            Add(u1, v1, n, ref b5, ref g5);
                    }
                    if (C.Value > 6)
                    {
                        var n = L.Broadcast(q[2 * s]);
                        Add(u0, v0, n, ref a6, ref f6);
                    }
                    if (C.Value > 7)
                    {
                        var n = L.Broadcast(q[s3]);
                        Add(u0, v0, n, ref a7, ref f7);
                    }
                }

                if (!S.Slide || P.Value == 1 || step >= last)
                    break;
            Partial:
                if (S.Slide)
                {
                    u4 = u3;
                    u3 = u2;
                    u2 = u1;
                    u1 = u0;
                    v4 = v3;
                    v3 = v2;
                    v2 = v1;
                    v1 = v0;
                }

                var r = C.Value > 4 ? x + 4 * s : x;
                if (step < pixels)
                {
                    LoadGradients(w, second, ref u0, ref v0);
                    Add(u0, v0, L.Broadcast(x[0]), ref a0, ref f0);
                    if (C.Value > 1)
                        Add(u0, v0, L.Broadcast(x[s]), ref a1, ref f1);
                    if (C.Value > 2)
                        Add(u0, v0, L.Broadcast(x[2 * s]), ref a2, ref f2);
                    if (C.Value > 3)
                        Add(u0, v0, L.Broadcast(x[s3]), ref a3, ref f3);
                    if (C.Value > 4)
                        Add(u0, v0, L.Broadcast(r[0]), ref a4, ref f4);
                    if (C.Value > 5)
                        Add(u0, v0, L.Broadcast(r[s]), ref a5, ref f5);
                    if (C.Value > 6)
                        Add(u0, v0, L.Broadcast(r[2 * s]), ref a6, ref f6);
                    if (C.Value > 7)
                        Add(u0, v0, L.Broadcast(r[s3]), ref a7, ref f7);
                }
                if (P.Value > 1 && (uint)(step - 1) < (uint)pixels)
                {
                    Add(u1, v1, L.Broadcast(x[0]), ref b0, ref g0);
                    if (C.Value > 1)
                        Add(u1, v1, L.Broadcast(x[s]), ref b1, ref g1);
                    if (C.Value > 2)
                        Add(u1, v1, L.Broadcast(x[2 * s]), ref b2, ref g2);
                    if (C.Value > 3)
                        Add(u1, v1, L.Broadcast(x[s3]), ref b3, ref g3);
                    if (C.Value > 4)
                        Add(u1, v1, L.Broadcast(r[0]), ref b4, ref g4);
                    if (C.Value > 5)
                        Add(u1, v1, L.Broadcast(r[s]), ref b5, ref g5);
                }
                if (P.Value > 2 && (uint)(step - 2) < (uint)pixels)
                {
                    Add(u2, v2, L.Broadcast(x[0]), ref c0, ref h0);
                    if (C.Value > 1)
                        Add(u2, v2, L.Broadcast(x[s]), ref c1, ref h1);
                    if (C.Value > 2)
                        Add(u2, v2, L.Broadcast(x[2 * s]), ref c2, ref h2);
                    if (C.Value > 3)
                        Add(u2, v2, L.Broadcast(x[s3]), ref c3, ref h3);
                }
                if (P.Value > 3 && (uint)(step - 3) < (uint)pixels)
                {
                    Add(u3, v3, L.Broadcast(x[0]), ref d0, ref i0);
                    if (C.Value > 1)
                        Add(u3, v3, L.Broadcast(x[s]), ref d1, ref i1);
                }
                if (P.Value > 4 && (uint)(step - 4) < (uint)pixels)
                {
                    Add(u4, v4, L.Broadcast(x[0]), ref e0, ref j0);
                    if (C.Value > 1)
                        Add(u4, v4, L.Broadcast(x[s]), ref e1, ref j1);
                }
                step++;
                x += xStep;
                w += wStep;
            }
        }

        {
            var y = t->Sums;
            L.Store(a0, y);
            if (F.Value > 1)
                L.Store(f0, y + L.Count);
            if (C.Value > 1)
                L.Store(a1, y + channel);
            if (C.Value > 1 && F.Value > 1)
                L.Store(f1, y + channel + L.Count);
            if (C.Value > 2)
                L.Store(a2, y + 2 * channel);
            if (C.Value > 2 && F.Value > 1)
                L.Store(f2, y + 2 * channel + L.Count);
            if (C.Value > 3)
                L.Store(a3, y + 3 * channel);
            if (C.Value > 3 && F.Value > 1)
                L.Store(f3, y + 3 * channel + L.Count);
            if (C.Value > 4)
                L.Store(a4, y + 4 * channel);
            if (C.Value > 4 && F.Value > 1)
                L.Store(f4, y + 4 * channel + L.Count);
            if (C.Value > 5)
                L.Store(a5, y + 5 * channel);
            if (C.Value > 5 && F.Value > 1)
                L.Store(f5, y + 5 * channel + L.Count);
            if (C.Value > 6)
                L.Store(a6, y + 6 * channel);
            if (C.Value > 6 && F.Value > 1)
                L.Store(f6, y + 6 * channel + L.Count);
            if (C.Value > 7)
                L.Store(a7, y + 7 * channel);
            if (C.Value > 7 && F.Value > 1)
                L.Store(f7, y + 7 * channel + L.Count);
            y += place;
            if (P.Value > 1)
                L.Store(b0, y);
            if (P.Value > 1 && F.Value > 1)
                L.Store(g0, y + L.Count);
            if (P.Value > 1 && C.Value > 1)
                L.Store(b1, y + channel);
            if (P.Value > 1 && C.Value > 1 && F.Value > 1)
                L.Store(g1, y + channel + L.Count);
            if (P.Value > 1 && C.Value > 2)
                L.Store(b2, y + 2 * channel);
            if (P.Value > 1 && C.Value > 2 && F.Value > 1)
                L.Store(g2, y + 2 * channel + L.Count);
            if (P.Value > 1 && C.Value > 3)
                L.Store(b3, y + 3 * channel);
            if (P.Value > 1 && C.Value > 3 && F.Value > 1)
                L.Store(g3, y + 3 * channel + L.Count);
            if (P.Value > 1 && C.Value > 4)
                L.Store(b4, y + 4 * channel);
            if (P.Value > 1 && C.Value > 4 && F.Value > 1)
                L.Store(g4, y + 4 * channel + L.Count);
            if (P.Value > 1 && C.Value > 5)
                L.Store(b5, y + 5 * channel);
            if (P.Value > 1 && C.Value > 5 && F.Value > 1)
                L.Store(g5, y + 5 * channel + L.Count);
            y += place;
            if (P.Value > 2)
                L.Store(c0, y);
            if (P.Value > 2 && F.Value > 1)
                L.Store(h0, y + L.Count);
            if (P.Value > 2 && C.Value > 1)
                L.Store(c1, y + channel);
            if (P.Value > 2 && C.Value > 1 && F.Value > 1)
                L.Store(h1, y + channel + L.Count);
            if (P.Value > 2 && C.Value > 2)
                L.Store(c2, y + 2 * channel);
            if (P.Value > 2 && C.Value > 2 && F.Value > 1)
                L.Store(h2, y + 2 * channel + L.Count);
            if (P.Value > 2 && C.Value > 3)
                L.Store(c3, y + 3 * channel);
            if (P.Value > 2 && C.Value > 3 && F.Value > 1)
                L.Store(h3, y + 3 * channel + L.Count);
            y += place;
            if (P.Value > 3)
                L.Store(d0, y);
            if (P.Value > 3 && F.Value > 1)
                L.Store(i0, y + L.Count);
            if (P.Value > 3 && C.Value > 1)
                L.Store(d1, y + channel);
            if (P.Value > 3 && C.Value > 1 && F.Value > 1)
                L.Store(i1, y + channel + L.Count);
            y += place;
            if (P.Value > 4)
                L.Store(e0, y);
            if (P.Value > 4 && F.Value > 1)
                L.Store(j0, y + L.Count);
            if (P.Value > 4 && C.Value > 1)
                L.Store(e1, y + channel);
            if (P.Value > 4 && C.Value > 1 && F.Value > 1)
                L.Store(j1, y + channel + L.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadGradients(float* w, nint secondStep, ref V first, ref V second)
    {
        first = L.Load(w);
        if (F.Value > 1)
            second = L.Load(w + secondStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(V u, V v, V input, ref V first, ref V second)
    {
        first = L.FusedMultiplyAdd(u, input, first);
        if (F.Value > 1)
            second = L.FusedMultiplyAdd(v, input, second);
    }
}
