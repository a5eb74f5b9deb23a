namespace ConvNotebooks.Routines;

/// <summary>
/// Filters in the order the register tiles read them: per group, blocks of 16 filters, in a block tap after tap (channel,
/// row, column), 16 filters each; absent filters are 0. For Winograd the transformed filters, a group for each place, with a tap
/// for each channel (<see cref="WinogradFilters"/>). Made by <see cref="Conv2dAlgorithms.Pack"/>, kept by the caller for as
/// long as the weights stay as they are; any number of threads may read it.
/// </summary>
internal sealed unsafe class PackedFilters
{
    /// <summary>Filters side by side in a block.</summary>
    public const int Block = 16;

    private readonly AlignedFloats floats;
    private readonly ConvProblem problem;
    private ConvPlan? plan;

    /// <summary>Packs the filters w [K, C/groups, FH, FW] of a convolution.</summary>
    public PackedFilters(in ConvProblem p, ReadOnlySpan<float> w)
        : this(p, w, adjoint: false)
    {
    }

    private PackedFilters(in ConvProblem p, ReadOnlySpan<float> w, bool adjoint, ConvAlgorithm algorithm = ConvAlgorithm.Direct)
    {
        (problem, Adjoint, Algorithm) = (p, adjoint, algorithm);
        var winograd = algorithm == ConvAlgorithm.Winograd;
        GroupBlocks = (p.GroupFilters + Block - 1) / Block;
        BlockLength = (winograd ? p.Channels : p.Taps) * Block;
        floats = new AlignedFloats(winograd ? Conv2dWinograd.Places * Conv2dWinograd.PlaceLength(p.Filters, p.Channels)
            : (long)p.Groups * GroupBlocks * BlockLength);
        Repack(w);
    }

    /// <summary>Packs other values of the same filters into the same memory; nobody may be reading it.</summary>
    public void Repack(ReadOnlySpan<float> w)
    {
        ref readonly var p = ref problem;
        fixed (float* weights = w)
        {
            if (Algorithm == ConvAlgorithm.Winograd)
            {
                WinogradFilters.Transform(p, weights, Adjoint, floats.Pointer);
                return;
            }

            for (var g = 0; g < p.Groups; g++)
            {
                for (var block = 0; block < GroupBlocks; block++)
                {
                    var from = weights + (nint)g * p.GroupFilters * p.Taps;
                    var to = Blocks.Of(g, block * Block);
                    var present = Math.Min(Block, p.GroupFilters - block * Block);
                    if (!Adjoint)
                    {
                        Transpose.ToPlanes(from + (nint)block * Block * p.Taps, p.Taps, present, p.Taps, to, Block);
                        continue;
                    }

                    // The convolution's filters are the channels here, and its channels the filters.
                    for (var c = 0; c < p.GroupChannels; c++)
                    {
                        Transpose.ToPlanes(from + ((nint)c * p.GroupFilters + block * Block) * p.WindowTaps, p.WindowTaps, present,
                            p.WindowTaps, to + (nint)c * p.WindowTaps * Block, Block);
                    }
                }
            }
        }
    }

    /// <summary>Packs the filters w [K, C/groups, FH, FW] of a convolution for the gradient with respect to its input.</summary>
    public static PackedFilters ForInputGradient(in ConvProblem p, ReadOnlySpan<float> w) => new(p.ToAdjoint(), w, adjoint: true);

    /// <summary>Transforms and packs the filters w [K, C, 3, 3] of a convolution, or of its gradient with respect to its input, for Winograd.</summary>
    public static PackedFilters ForWinograd(in ConvProblem p, ReadOnlySpan<float> w, bool adjoint = false) =>
        new(adjoint ? p.ToAdjoint() : p, w, adjoint, ConvAlgorithm.Winograd);

    /// <summary>The algorithm that reads them: the direct one, unless they were transformed first.</summary>
    public ConvAlgorithm Algorithm { get; }

    /// <summary>Whether they are packed for the gradient with respect to the input.</summary>
    public bool Adjoint { get; }

    /// <summary>Blocks of one group.</summary>
    public int GroupBlocks { get; }

    /// <summary>Numbers of one block.</summary>
    public int BlockLength { get; }

    /// <summary>The first number; keep this object alive while using it.</summary>
    public float* Pointer => floats.Pointer;

    /// <summary>Where they lie; keep this object alive while using it.</summary>
    public FilterBlocks Blocks => new(Pointer, GroupBlocks, BlockLength);

    /// <summary>The plan of the last problem, made anew when the sizes or the tile changed.</summary>
    public ConvPlan Plan(in ConvProblem p, ActivationLayout input, int tileRows, int lanes)
    {
        var current = plan;
        if (current is null || !current.Serves(p, input, tileRows, lanes, Adjoint))
            plan = current = new ConvPlan(p, input, tileRows, lanes, Adjoint);
        return current;
    }
}
