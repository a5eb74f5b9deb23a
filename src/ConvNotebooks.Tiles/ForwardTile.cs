using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// What the tiles of convolutions have in common: R pixels by F vectors of filters. Each accumulator is the chain of one pixel and
/// one vector of filters; lane 0 is the vector's first filter. Chains start from the biases, or resume from what is in the output.
/// </summary>
internal sealed class ForwardTile
{
    private readonly int leastPixels, leastVectors;
    private readonly int[] mostPixels;

    /// <summary>A tile of so many pixels at the most with one vector of filters, with two, …, and of so many pixels and vectors at least.</summary>
    public ForwardTile(int[] mostPixels, int leastPixels = 1, int leastVectors = 1)
    {
        (this.mostPixels, this.leastPixels, this.leastVectors) = (mostPixels, leastPixels, leastVectors);
        Sums = new("R", "step", leastPixels, [.. mostPixels.Select((most, i) =>
            new Column("abcd"[i], most, i < leastVectors ? "" : $"F.Value > {i}", $"y{"abcd"[i]}"))]);
    }

    /// <summary>a0, a1, … are the pixels of the first vector, b0, b1, … those of the second.</summary>
    public Accumulators Sums { get; }

    /// <summary>The routine, with type parameters beside the vector width, around the loop that multiplies.</summary>
    public string Routine(string name, string parameters, string loop, string members = "") => Code($$"""
        internal static unsafe class {{name}}<L, V, {{parameters}}>
            where L : ILanes<V>
            where V : unmanaged
            {{Constraints(parameters)}}
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(Tile* t)
            {
                {{Sums.Declare}}
                if (t->Resume)
                {
                    {{Outputs}}
                    {{Sums.Load}}
                }
                else
                {
                    {{Sums.Start(i => i < 2 ? $"L.Load(t->Bias{i})" : $"L.Load(t->Bias0 + {i} * L.Count)")}}
                }

                {{loop}}

                if (t->Rectify)
                {
                    {{Sums.Rectify}}
                }

                {
                    {{Outputs}}
                    {{Sums.Store}}
                }
            }

            {{members}}
        }
        """);

    /// <summary>A class that calls routines by their pixels (rows) and their vectors.</summary>
    public static string Routines(string name, string argument, string vectors, IEnumerable<(string Shape, string Routine)> shapes, string parameter = "") => Code($$"""
        internal static unsafe class {{name}}<L, V{{parameter}}>
            where L : ILanes<V>
            where V : unmanaged
            {{Constraints(parameter)}}
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Run(Tile* tile, int rows, {{argument}})
            {
                {{Dispatch.Switch($"{vectors}, rows", "rows", shapes.Select(shape => (shape.Shape, $"{shape.Routine}.Run(tile)")))}}
            }
        }
        """);

    /// <summary>Every shape of the tile, with the routine for so many pixels and vectors.</summary>
    public IEnumerable<(string Shape, string Routine)> Shapes(Func<int, int, string> routine) =>
        from vectors in Enumerable.Range(leastVectors, mostPixels.Length - leastVectors + 1)
        from pixels in Enumerable.Range(leastPixels, mostPixels[vectors - 1] - leastPixels + 1)
        select ($"({vectors}, {pixels})", routine(pixels, vectors));

    /// <summary>Loads the weights of each vector: wa, wb, …. Those of neighbouring vectors are equally far apart.</summary>
    public string LoadWeights(string at) => Each(mostPixels.Length, i => Sums.Columns[i] is var column && i == 3
        ? $"var w{column.Letter} = {ValueIf(column.When, $"L.Load({at} + wide3)")};"
        : $"var w{column.Letter} = {ValueIf(column.When, $"L.Load({At(at, i, "wide")})")};");

    /// <summary>Broadcasts the number of each pixel, the first of which is at p, and multiplies it with the weights.</summary>
    public string MultiplyPixels(string step) => Each(Sums.Rows, pixel => If(Sums.Has(pixel), Lines([
        $"var x{pixel} = L.Broadcast(p[{pixel} * {step}]);",
        Sums.MultiplyAdd(pixel, $"x{pixel}", column => $"w{column.Letter}")])));

    /// <summary>Asks for a line of what a later tile reads.</summary>
    public static string AskAhead(string when) => Code($$"""
        if ({{when}})
        {
            // A narrow strip's weights leave room for the next ones' in the nearest cache.
            if (L.Count == PackedFilters.Block)
                Sse.Prefetch1(ahead);
            else
                Sse.Prefetch0(ahead);
            ahead += aheadStep;
        }
        """);

    // Asked of the tile before and after the loop, which has other uses for the registers.
    private string Outputs => Lines([
        "nint step = t->YStep, vector = t->YVector;",
        .. Sums.Columns.Select((column, i) => $"var {column.At} = {(i < 2 ? $"t->Y{i}" : $"{Sums.Columns[i - 2].At} + 2 * vector")};")]);

    private static string Constraints(string parameters) => Lines(parameters.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(name => $"where {name} : {(name == "T" ? "ITaps" : "ISize")}"));
}
