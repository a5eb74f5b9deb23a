using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>Where packed filters lie (<see cref="PackedFilters"/>), for the parts of a job.</summary>
/// <param name="first">The first number.</param>
/// <param name="groupBlocks">Blocks of one group.</param>
/// <param name="length">Numbers of one block.</param>
internal readonly unsafe struct FilterBlocks(float* first, int groupBlocks, int length)
{
    private readonly float* first = first;
    private readonly int groupBlocks = groupBlocks;

    /// <summary>Numbers of one block.</summary>
    public int Length { get; } = length;

    /// <summary>The first weight of a group's filter; its next tap is a block's width further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Of(int group, int filter) =>
        first + ((nint)group * groupBlocks + filter / PackedFilters.Block) * Length + filter % PackedFilters.Block;
}
