using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// How a tile with pixels in the lanes leaves out those that a tap finds outside the plane's columns: it multiplies +0 by −0
/// there, and −0 added to anything changes no bit. A mask has all bits of a lane set, or none.
/// </summary>
internal static unsafe class ColumnMask
{
    /// <summary>Whether no lane of a mask is left out; those that are are at an end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhole<L, V>(float* mask)
        where L : ILanes<V>
        where V : unmanaged
        => (((int*)mask)[0] & ((int*)mask)[L.Count - 1]) != 0;

    /// <summary>A weight for every lane, where M says so −0 for those outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Weight<L, V, M>(V mask, float* weight)
        where L : ILanes<V>
        where V : unmanaged
        where M : ITaps
        => M.Clipped ? L.Select(mask, L.Broadcast(*weight), L.Broadcast(-0f)) : L.Broadcast(*weight);

    /// <summary>The numbers of neighbouring pixels, where M says so +0 of those outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Numbers<L, V, M>(V mask, float* from)
        where L : ILanes<V>
        where V : unmanaged
        where M : ITaps
        => M.Clipped ? L.And(mask, L.Load(from)) : L.Load(from);
}
