using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// The register tile of a filter gradient: up to 8 channels at up to 5 neighbouring places of a window's row (the more places, the
/// fewer channels) by one or two vectors of filters. Lane 0 is the strip's first filter; every accumulator is the chains of one
/// channel, place and vector over the pixels of the output. Equals <c>Conv2dGradientReference.Filters</c>.
/// </summary>
/// <remarks>
/// Neighbouring places see the same input column at neighbouring outputs. So a step is a column of the input: each channel's number
/// is broadcast once for all places, and the gradients of an output are loaded once, for the first place, and handed on from place
/// to place: u0, u1, … of the first vector, v0, v1, … of the second. That leaves a load for every four multiply-adds. Where places
/// share no columns (<c>Apart</c>) a tile has one, and P counts pairs of vectors. The accumulators fill the register file: a change
/// here is a change to measure.
/// </remarks>
internal static class WindowTile
{
    private static readonly int[] Channels = [8, 6, 4, 2, 2];

    private static readonly Accumulators[] Places = [.. Channels.Select((channels, place) => new Accumulators("C", "channel", 1,
        new Column("abcde"[place], channels, Has(place), "y"),
        new Column("fghij"[place], channels, And(Has(place), "F.Value > 1"), "y + L.Count")))];

    public static string Source => Code($$"""
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
                {{Lines(Places.Select(sums => sums.Declare))}}
                if (t->Resume)
                {
                    var y = t->Sums;
                    nint channel = t->SumChannelStep, place = t->SumPlaceStep;
                    {{string.Join("\ny += place;\n", Places.Select(sums => sums.Load))}}
                }
                else
                {
                    {{Lines(Places.Select(sums => sums.Start(_ => "L.Broadcast(0)")))}}
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
                    {{Each(4, place => If($"S.Slide && P.Value > {place + 1} && (uint)(step - {place + 1}) < (uint)pixels", LoadGradients(place, $"w - {place + 1} * wStep")))}}

                    // Whole steps, in which every place has an output, and one at a time those at the ends of the row.
                    while (step < last)
                    {
                        if (S.Slide && step < P.Value - 1)
                            goto Partial;
                        for (; step < end; step++, x += xStep, w += wStep)
                        {
                            {{HandOn}}
                            {{LoadGradients(0, "w")}}
                            {{If("!S.Slide && P.Value > 1", LoadGradients(1, "w + t->PairStep"))}}
                            var far = C.Value > 4 ? x + 4 * s : x;
                            {{Each(Channels[0], AllPlaces)}}
                        }

                        if (!S.Slide || P.Value == 1 || step >= last)
                            break;
                    Partial:
                        {{HandOn}}
                        var q = C.Value > 4 ? x + 4 * s : x;
                        {{Each(Places.Length, OnePlace)}}
                        step++;
                        x += xStep;
                        w += wStep;
                    }
                }

                {
                    var y = t->Sums;
                    nint channel = t->SumChannelStep, place = t->SumPlaceStep;
                    {{string.Join("\ny += place;\n", Places.Select(sums => sums.Store))}}
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

        internal static unsafe class WindowTileRoutines<L, V>
            where L : ILanes<V>
            where V : unmanaged
        {
            /// <summary>Runs the tile: places that slide, or one place with so many pairs of vectors.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(WindowTile* tile, int places, int channels, int vectors, bool slide)
            {
                if (!slide && places == 2)
                    Run<Size2, Apart>(tile, channels, vectors);
                else
                {
                    {{Dispatch.Switch("places", Places.Length, places => $"Run<Size{places}, {(places == 1 ? "Apart" : "Sliding")}>(tile, channels, vectors)")}}
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            private static void Run<P, S>(WindowTile* tile, int channels, int vectors)
                where P : ISize
                where S : IPlaces
            {
                {{Dispatch.Switch("channels", Channels[0], channels => $"Run<P, Size{channels}, S>(tile, vectors)")}}
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            private static void Run<P, C, S>(WindowTile* tile, int vectors)
                where P : ISize
                where C : ISize
                where S : IPlaces
            {
                if (vectors > 1)
                    WindowTileRoutine<L, V, P, C, Size2, S>.Run(tile);
                else
                    WindowTileRoutine<L, V, P, C, Size1, S>.Run(tile);
            }
        }
        """);

    private static string HandOn => If("S.Slide", Lines(
        from vector in "uv" from place in Enumerable.Range(0, 4).Reverse() select $"{vector}{place + 1} = {vector}{place};"));

    private static string LoadGradients(int place, string at) => $"LoadGradients({at}, second, ref u{place}, ref v{place});";

    /// <summary>The number of a channel; those from the fifth on are addressed from a base of their own.</summary>
    private static string Input(int channel, string far) => $"L.Broadcast({(channel < 4 ? "x" : far)}[{Steps.To(channel)}])";

    private static string Add(int place, int channel, string input) =>
        $"Add(u{place}, v{place}, {input}, ref {Places[place].Columns[0].Letter}{channel}, ref {Places[place].Columns[1].Letter}{channel});";

    /// <summary>A channel's number at all places that have it.</summary>
    private static string AllPlaces(int channel) => If(Places[0].Has(channel), Lines([
        $"var x{channel} = {Input(channel, "far")};",
        Each(Channels.Count(channels => channel < channels), place => If(Has(place), Add(place, channel, $"x{channel}")))]));

    /// <summary>A step of one place, if that has an output there.</summary>
    private static string OnePlace(int place) => If($"P.Value > {place} && (uint)(step - {place}) < (uint)pixels", Lines([
        place == 0 ? LoadGradients(0, "w") : "",
        Each(Channels[place], channel => If(Places[place].Has(channel), Add(place, channel, Input(channel, "q"))))]));

    private static string Has(int place) => place == 0 ? "" : $"P.Value > {place}";
}
