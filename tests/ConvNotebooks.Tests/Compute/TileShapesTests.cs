using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>
/// Register tiles are written by a generator, for the shapes that plans ask for: a tile without taps leaves the biases in its
/// outputs, and nothing anywhere else.
/// </summary>
public unsafe class TileShapesTests
{
    [Fact]
    public void ThereIsATileForEveryShapeThatPlansAskFor() => Lanes.Start(new EveryShape());

    private delegate void Run(Tile* tile, int rows, int vectors);

    private readonly struct EveryShape : IRoutine
    {
        public void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            for (var vectors = 1; vectors <= (L.Count == PackedFilters.Block ? 4 : 2); vectors++)
            {
                var most = new FilterStrips(Filters: 1, L.Count, vectors).TileRows(L.TileRows);
                Check<L, V>(1, most, vectors, PointwiseTileRoutines<L, V, Size16>.Run);
                if (vectors > 2)
                    Check<L, V>(1, most, vectors, (tile, rows, count) => WideTileRoutines<L, V, Size0>.Run(tile, rows, count > 3));
                else
                    Check<L, V>(1, most, vectors, (tile, rows, count) => TileRoutines<L, V, WholeTaps>.Run(tile, rows, count > 1));
                if (vectors > 2 || L.TileRows <= ConvCover.MostNarrow)
                    continue;
                Check<L, V>(1, ConvCover.WindowRowPixels(3, single: vectors == 1), vectors,
                    (tile, rows, count) => RowTileRoutines<L, V>.Run(tile, rows, count > 1));

                // A line of 11 pixels is one of 5 beside one of 6.
                Check<L, V>(5, ConvCover.WindowRowPixels(5, single: vectors == 1), vectors,
                    (tile, rows, count) => RowOfFiveTileRoutines<L, V>.Run(tile, rows, count > 1));
            }
        }

        private static void Check<L, V>(int fewest, int most, int vectors, Run run)
            where L : ILanes<V>
            where V : unmanaged
        {
            var biases = new AlignedFloats(vectors * L.Count);
            for (var i = 0; i < biases.Length; i++)
                biases.Pointer[i] = i + 1;
            for (var rows = fewest; rows <= most; rows++)
            {
                var vector = (most + 1) * L.Count;
                var outputs = new AlignedFloats(vectors * vector);
                var tile = new Tile { Bias0 = biases.Pointer, Bias1 = biases.Pointer + L.Count, YStep = L.Count, YVector = vector };
                tile.Y0 = outputs.Pointer;
                tile.Y1 = outputs.Pointer + vector;
                run(&tile, rows, vectors);
                for (var i = 0; i < outputs.Length; i++)
                    Assert.Equal(i % vector < rows * L.Count ? biases.Pointer[i / vector * L.Count + i % L.Count] : 0, outputs.Pointer[i]);
                GC.KeepAlive(outputs);
            }

            GC.KeepAlive(biases);
        }
    }
}
