using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// The register tile of convolutions from planes to planes, with pixels in the lanes: a vector of neighbouring pixels of each of up to
/// 3 rows by up to 8 filters. Lane 0 is the leftmost pixel; every accumulator is the chains of its pixels under one filter, which
/// start from the bias. Per tap every row's numbers are loaded once, and a weight per filter is broadcast. Where M says so, a tap
/// leaves out lanes that it finds outside the plane's columns (<c>ColumnMask</c>). Equals <c>Conv2dReference</c> bit for bit.
/// </summary>
internal static class PlaneTile
{
    private const int Filters = 8;

    private static readonly Accumulators Sums = new("R", "step", 1, [.. Enumerable.Range(0, Filters)
        .Select(filter => new Column((char)('a' + filter), rows: 3, filter == 0 ? "" : $"Q.Value > {filter}", At("y", filter, "next")))]);

    public static string Source => Code($$"""
        internal static unsafe class PlaneTileRoutine<L, V, R, Q, M>
            where L : ILanes<V>
            where V : unmanaged
            where R : ISize
            where Q : ISize
            where M : ITaps
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(PlaneTile* t)
            {
                {{Sums.Declare}}
                {{Sums.Start(filter => $"L.Broadcast(t->Biases[{filter}])")}}
                nint s = t->RowStep, s3 = 3 * s;
                if (Sse.IsSupported)
                    Fetch(t);
                var w = t->Weights;
                for (float** plane = t->Planes, endPlane = plane + t->PlaneCount; plane < endPlane; plane++, w += t->WeightPlaneStep)
                {
                    var x = *plane + t->Offset;
                    for (PixelTap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
                    {
                        float* p = x + tap->Input, weight = w + tap->Weight, columns = t->Columns + tap->Column;
                        if (M.Clipped && !ColumnMask.IsWhole<L, V>(columns))
                        {
                            var mask = L.Load(columns);
                            {{Tap("ClippedTaps", "mask")}}
                        }
                        else
                        {
                            {{Tap("WholeTaps", "default")}}
                        }
                    }
                }

                nint step = t->YStep, next = t->YPlane;
                var y = t->Y;
                {{Sums.Store}}
            }

            /// <summary>Asks for the lines that the next tile writes.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void Fetch(PlaneTile* t)
            {
                var y = t->YAhead;
                for (var filter = 0; filter < Q.Value; filter++, y += t->YPlane)
                {
                    for (var row = 0; row < R.Value; row++)
                        Sse.Prefetch0(y + row * t->YStep);
                }
            }
        }

        internal static unsafe class PlaneTileRoutines<L, V>
            where L : ILanes<V>
            where V : unmanaged
        {
            /// <summary>The most rows.</summary>
            public const int Rows = {{Sums.Rows}};

            /// <summary>As many filters as the registers hold for the most rows.</summary>
            public static int Filters => L.TileRows > 6 ? {{Filters}} : {{Filters / 2}};

            /// <summary>Runs the tile; it is masked where a tap leaves out columns.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(PlaneTile* tile, int rows, int filters, bool masked)
            {
                switch (rows, filters)
                {
                    {{Each(Sums.Rows * Filters, i => Case(i / Filters + 1, i % Filters + 1))}}
                    default:
                        throw new ArgumentOutOfRangeException(nameof(rows));
                }
            }
        }
        """);

    private static string Tap(string taps, string mask) => Lines([
        Each(Sums.Rows, row => $"var v{row} = {ValueIf(Sums.Has(row), $"ColumnMask.Numbers<L, V, {taps}>({mask}, p + {Steps.To(row)})")};"),
        Each(Filters, filter => If(Sums.Columns[filter].When, Code($$"""
            {
                var factor = ColumnMask.Weight<L, V, {{taps}}>({{mask}}, weight + {{filter}});
                {{Each(Sums.Rows, row => If(Sums.Has(row), Accumulators.MultiplyAdd(row, Sums.Columns[filter], $"v{row}", "factor")))}}
            }
            """)))]);

    private static string Case(int rows, int filters) => Code($$"""
        case ({{rows}}, {{filters}}) when masked:
            PlaneTileRoutine<L, V, Size{{rows}}, Size{{filters}}, ClippedTaps>.Run(tile);
            break;
        case ({{rows}}, {{filters}}):
            PlaneTileRoutine<L, V, Size{{rows}}, Size{{filters}}, WholeTaps>.Run(tile);
            break;
        """);
}
