using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// A register tile with pixels in the lanes: up to 8 rows of a plane, a vector of neighbouring pixels of each, by up to 4
/// channels. Lane 0 is the leftmost pixel; every accumulator is the chains of its pixels in one channel. Per tap every row's
/// gradients are loaded once, and a weight per channel is broadcast. Where M says so, a tap leaves out lanes that it finds
/// outside the plane's columns (<c>ColumnMask</c>). Where T says so, it leaves out whole rows. Equals
/// <c>Conv2dGradientReference.Input</c> bit for bit.
/// </summary>
internal static class PixelTile
{
    private const string Channels = "abcd";

    private static readonly Accumulators Sums = new("R", "step", 1,
        [.. Channels.Select((letter, channel) => new Column(letter, 8, channel == 0 ? "" : $"Q.Value > {channel}", At("y", channel, "next")))]);

    public static string Source => Code($$"""
        internal static unsafe class PixelTileRoutine<L, V, R, Q, T, M>
            where L : ILanes<V>
            where V : unmanaged
            where R : ISize
            where Q : ISize
            where T : ITaps
            where M : ITaps
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(PixelTile* t)
            {
                {{Sums.Declare}}
                if (t->Resume)
                {
                    {{Outputs}}
                    {{Sums.Load}}
                }
                else
                {
                    {{Sums.Start(_ => "L.Broadcast(0)")}}
                }

                nint s = t->RowStep, s3 = 3 * s, channel = t->WeightChannelStep;
                var w = t->Weights;
                for (float** plane = t->Planes, endPlane = plane + t->PlaneCount; plane < endPlane; plane++, w += t->WeightPlaneStep)
                {
                    if (L.Count == 16 && t->Ahead != null)
                        Fetch(t, (nint)(plane - t->Planes));
                    var x = *plane + t->Offset;
                    for (PixelTap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
                    {
                        var p = x + tap->Input;
                        var weight = w + tap->Weight;
                        var mask = M.Clipped ? L.Load(t->Columns + tap->Column) : default;
                        {{Each(Channels.Length, i => $"var w{Channels[i]} = {ValueIf(Sums.Columns[i].When, $"ColumnMask.Weight<L, V, M>(mask, weight + {i} * channel)")};")}}
                        var row = T.Clipped ? t->Row + tap->Row : 0;
                        var rows = T.Clipped ? t->Rows : 0;
                        {{Each(Sums.Rows, Row)}}
                    }
                }

                {
                    {{Outputs}}
                    {{Sums.Store}}
                }
            }

            /// <summary>Asks for the rows that a later tile reads, which the processor does not foresee: planes are far apart.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void Fetch(PixelTile* t, nint plane)
            {
                if (!Sse.IsSupported)
                    return;
                var x = t->Ahead[plane] + t->AheadOffset;
                for (var row = 0; row < t->AheadRows; row++, x += t->RowStep)
                    Sse.Prefetch0(x);
            }
        }

        internal static unsafe class PixelTileRoutines<L, V>
            where L : ILanes<V>
            where V : unmanaged
        {
            /// <summary>As many rows as the registers hold for a number of channels.</summary>
            public static int Rows(int channels) => L.TileRows > 6
                ? (channels < 4 ? 8 : 6)
                : channels switch { 1 => 8, 2 => 6, 3 => 4, _ => 2 };

            /// <summary>Runs the tile; it is clipped where a tap leaves out rows, masked where one leaves out columns.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(PixelTile* tile, int rows, int channels, bool clipped, bool masked)
            {
                {{Dispatch.Switch("channels", Channels.Length, channels => $"Run<Size{channels}>(tile, rows, clipped, masked)")}}
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            private static void Run<Q>(PixelTile* tile, int rows, bool clipped, bool masked)
                where Q : ISize
            {
                {{Dispatch.Switch("rows", Sums.Rows, rows => $"Run<Size{rows}, Q>(tile, clipped, masked)")}}
            }

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            private static void Run<R, Q>(PixelTile* tile, bool clipped, bool masked)
                where R : ISize
                where Q : ISize
            {
                if (clipped && masked)
                    PixelTileRoutine<L, V, R, Q, ClippedTaps, ClippedTaps>.Run(tile);
                else if (clipped)
                    PixelTileRoutine<L, V, R, Q, ClippedTaps, WholeTaps>.Run(tile);
                else if (masked)
                    PixelTileRoutine<L, V, R, Q, WholeTaps, ClippedTaps>.Run(tile);
                else
                    PixelTileRoutine<L, V, R, Q, WholeTaps, WholeTaps>.Run(tile);
            }
        }
        """);

    private static string Outputs => """
        nint step = t->SumRowStep, next = t->SumChannelStep;
        var y = t->Sums;
        """;

    private static string Row(int row) => Code($$"""
        {{Steps.MoveOn(row, Sums.Has(row))}}
        if (R.Value > {{row}} && (!T.Clipped || (uint)(row + {{row}}) < (uint)rows))
        {
            var g = ColumnMask.Numbers<L, V, M>(mask, p + {{Steps.To(row)}});
            {{Sums.MultiplyAdd(row, "g", column => $"w{column.Letter}")}}
        }
        """);
}
