using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The next block of channels of an input that lies in planes and is too large for the near caches: its lines of memory are asked
/// for a few at a time while a routine computes with the block before it.
/// </summary>
internal unsafe struct InputAhead
{
    private const int LineBytes = 64;

    private byte* at;
    private nint unitStep;
    private int line, linesPerUnit, left, linesPerTile;

    /// <summary>Begins with another block; what was left of the one before is dropped.</summary>
    /// <param name="planes">The block's first plane.</param>
    /// <param name="channels">Planes of the block.</param>
    /// <param name="plane">Pixels of a plane.</param>
    /// <param name="pixels">The pixels of each plane that are read, from the first to one past the last.</param>
    /// <param name="tiles">Tiles between which the lines are divided.</param>
    public void Begin(float* planes, int channels, int plane, (int From, int To) pixels, int tiles)
    {
        // Whole planes are one stretch of memory.
        var whole = pixels.To - pixels.From == plane;
        var units = whole ? 1 : channels;
        linesPerUnit = (pixels.To - pixels.From) * (whole ? channels : 1) * sizeof(float) / LineBytes + 1;
        at = (byte*)((nuint)(planes + pixels.From) / LineBytes * LineBytes);
        unitStep = (nint)plane * sizeof(float);
        (line, left) = (0, linesPerUnit * units);
        linesPerTile = (left - 1) / tiles + 1;
    }

    /// <summary>Asks for one tile's share of the lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Ask()
    {
        if (!Sse.IsSupported)
            return;
        for (var lines = Math.Min(linesPerTile, left); lines > 0; lines--, left--)
        {
            Sse.Prefetch1(at + (nint)line * LineBytes);
            if (++line < linesPerUnit)
                continue;
            line = 0;
            at += unitStep;
        }
    }
}
