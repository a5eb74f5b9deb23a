using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Readouts;

/// <summary>A part of a picture in which each square stands for a value, so that the value can be read under the pointer.</summary>
/// <param name="Name">What the values are, such as <c>conv1 d=3</c>.</param>
/// <param name="Left">Pixels of the picture left of the first column.</param>
/// <param name="Top">Pixels of the picture above the first row.</param>
/// <param name="Side">Pixels of the picture along the side of one value.</param>
/// <param name="Columns">Values along x.</param>
/// <param name="Rows">Values along y.</param>
internal sealed record ReadoutArea(string Name, double Left, double Top, double Side, int Columns, int Rows)
{
    /// <summary>The values, one plane after the other, rows from the top; null where the picture's pixels or <see cref="Marks"/> say them.</summary>
    public float[]? Values { get; init; }

    /// <summary>The planes' names, such as red, green, blue; one without a name for a single plane.</summary>
    public string[] Planes { get; init; } = [""];

    /// <summary>The values that black and white pixels of a grey or coloured picture stand for, from which values are read back; null for others.</summary>
    public (float From, float To)? Pixels { get; init; }

    /// <summary>The colour scale of the values, from which they are read back where they are too many to be kept; null for none.</summary>
    public ColorScale? Scale { get; init; }

    /// <summary>Which columns and which rows are marked, where a value is marked when both are; null for others.</summary>
    public (bool[] Columns, bool[] Rows)? Marks { get; init; }

    /// <summary>The words for a value that is not marked and one that is.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Pixels of the picture along the height of one value, where that is not <see cref="Side"/>.</summary>
    public double? Tall { get; init; }

    /// <summary>Pixels or places from one value to the next: more than 1 where a value stands for several.</summary>
    public int Step { get; init; } = 1;

    /// <summary>What follows the value, such as <c>mean of 4x4</c>.</summary>
    public string After { get; init; } = "";
}
