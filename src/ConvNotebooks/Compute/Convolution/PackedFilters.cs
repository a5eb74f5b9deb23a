namespace ConvNotebooks.Routines;

/// <summary>
/// Filters in the order the register tiles read them: per group, blocks of 16 filters, in a block tap after tap (channel,
/// row, column), 16 filters each; absent filters are 0. Made by <see cref="Conv2dAlgorithms.Pack"/>, kept by the caller for as
/// long as the weights stay as they are; any number of threads may read it.
/// </summary>
internal sealed unsafe class PackedFilters
{
    /// <summary>Filters side by side in a block.</summary>
    public const int Block = 16;

    private readonly AlignedFloats floats;
    private ConvPlan? plan;

    public PackedFilters(in ConvProblem p, ReadOnlySpan<float> w)
    {
        GroupBlocks = (p.GroupFilters + Block - 1) / Block;
        BlockLength = p.Taps * Block;
        floats = new AlignedFloats((long)p.Groups * GroupBlocks * BlockLength);
        for (var g = 0; g < p.Groups; g++)
        {
            for (var k = 0; k < p.GroupFilters; k++)
            {
                var to = floats.Pointer + ((long)g * GroupBlocks + k / Block) * BlockLength + k % Block;
                var from = w.Slice((g * p.GroupFilters + k) * p.Taps, p.Taps);
                for (var tap = 0; tap < from.Length; tap++)
                    to[(nint)tap * Block] = from[tap];
            }
        }
    }

    /// <summary>Blocks of one group.</summary>
    public int GroupBlocks { get; }

    /// <summary>Numbers of one block.</summary>
    public int BlockLength { get; }

    /// <summary>The first number; keep this object alive while using it.</summary>
    public float* Pointer => floats.Pointer;

    /// <summary>The plan of the last problem, made anew when the sizes or the tile changed.</summary>
    public ConvPlan Plan(in ConvProblem p, ActivationLayout input, int tileRows)
    {
        var current = plan;
        if (current is null || !current.Serves(p, input, tileRows))
            plan = current = new ConvPlan(p, input, tileRows);
        return current;
    }
}
