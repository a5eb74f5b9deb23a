namespace ConvNotebooks.Routines;

/// <summary>
/// The planes of a tensor as tiles with pixels in the lanes read them. Loads reach past both ends of a row: at both ends of the tensor
/// planes are copied, with room there; and a mask says which columns there are (<see cref="ColumnMask"/>).
/// </summary>
internal readonly unsafe struct PixelPlanes
{
    /// <summary>Writes the tables to memory for <see cref="Length"/> numbers.</summary>
    /// <param name="tensor">The first plane.</param>
    /// <param name="count">Planes.</param>
    /// <param name="plane">Pixels of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="reach">Columns that loads reach before the first and after the last.</param>
    /// <param name="spare">Planes past the last that may be asked for ahead: the last stands for them.</param>
    /// <param name="memory">Where to.</param>
    public PixelPlanes(float* tensor, int count, int plane, int width, (int Before, int After) reach, int spare, float* memory)
    {
        Pointers = (float**)memory;
        Columns = memory + 2L * (count + spare) + reach.Before;
        new Span<float>(Columns - reach.Before, reach.Before + width + reach.After).Clear();
        new Span<float>(Columns, width).Fill(BitConverter.Int32BitsToSingle(-1));
        var (early, late) = Copied(count, plane, reach);
        var free = Columns + width + reach.After;
        for (var i = 0; i < count; i++)
        {
            Pointers[i] = tensor + (nint)i * plane;
            if (i >= early && i < count - late)
                continue;
            new Span<float>(Pointers[i], plane).CopyTo(new(free + reach.Before, plane));
            Pointers[i] = free + reach.Before;
            free += reach.Before + plane + reach.After;
        }

        for (var i = count; i < count + spare; i++)
            Pointers[i] = Pointers[count - 1];
    }

    /// <summary>Every plane's first pixel.</summary>
    public float** Pointers { get; }

    /// <summary>The first column's mask.</summary>
    public float* Columns { get; }

    /// <summary>Numbers whose memory the tables take.</summary>
    public static long Length(int count, int plane, int width, (int Before, int After) reach, int spare)
    {
        var (early, late) = Copied(count, plane, reach);
        return 2L * (count + spare) + reach.Before + width + reach.After + (long)(early + late) * (reach.Before + plane + reach.After);
    }

    private static (int Early, int Late) Copied(int count, int plane, (int Before, int After) reach) =>
        (Math.Min(count, (reach.Before + plane - 1) / plane), Math.Min(count, (reach.After + plane - 1) / plane));
}
