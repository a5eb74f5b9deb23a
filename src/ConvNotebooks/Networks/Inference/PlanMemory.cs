using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// The blocked buffers of an inference plan. One serves again when the last stage that reads it is done: a chain of layers needs
/// two, by turns; branches need one for each volume that waits for the others.
/// </summary>
internal sealed class PlanMemory
{
    private readonly List<(AlignedFloats Floats, int Until)> buffers = [];

    /// <summary>A buffer of at least a length.</summary>
    /// <param name="length">Numbers.</param>
    /// <param name="first">The number of the first stage that writes to it.</param>
    /// <param name="until">The number of the last stage that reads it.</param>
    internal AlignedFloats Take(long length, int first, int until)
    {
        var free = buffers.FindIndex(b => b.Until < first && b.Floats.Length >= length);
        if (free < 0)
            buffers.Add((new AlignedFloats(length), until));
        else
            buffers[free] = (buffers[free].Floats, until);
        return buffers[free < 0 ? ^1 : free].Floats;
    }

    /// <summary>Keeps a buffer that is written again in place.</summary>
    internal void Keep(AlignedFloats floats, int until)
    {
        var at = buffers.FindIndex(b => b.Floats == floats);
        buffers[at] = (floats, Math.Max(buffers[at].Until, until));
    }
}
