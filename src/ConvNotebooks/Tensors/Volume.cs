namespace ConvNotebooks;

/// <summary>
/// A view of one image's volume, or of a part of it, indexed <c>[x, y, d]</c> as CS231n does: width first, then height,
/// then depth. Slices share the tensor's values: <c>X[.., .., d]</c> is a depth slice, <c>X[x, y, ..]</c> a depth column.
/// </summary>
public sealed class Volume
{
    private readonly Tensor tensor;
    private readonly int start;

    internal Volume(Tensor tensor, int start)
        : this(tensor, start, tensor.Shape.Volume)
    {
    }

    private Volume(Tensor tensor, int start, Shape shape) => (this.tensor, this.start, Shape) = (tensor, start, shape);

    /// <summary>The size of this view, [W x H x D].</summary>
    public Shape Shape { get; }

    /// <summary>One neuron.</summary>
    /// <param name="x">Column, from 0.</param>
    /// <param name="y">Row, from 0.</param>
    /// <param name="d">Depth slice, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the volume.</exception>
    public float this[int x, int y, int d]
    {
        get => tensor.Array[Offset(x, y, d)];
        set => tensor.Edit()[Offset(x, y, d)] = value;
    }

    /// <summary>A part of the volume, sharing its values.</summary>
    /// <param name="x">Columns.</param>
    /// <param name="y">Rows.</param>
    /// <param name="d">Depth slices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A range is empty or outside the volume.</exception>
    public Volume this[Range x, Range y, Range d]
    {
        get
        {
            var (x0, w) = Part(x, Shape.Width, "x");
            var (y0, h) = Part(y, Shape.Height, "y");
            var (d0, depth) = Part(d, Shape.Depth, "d");
            return new(tensor, Offset(x0, y0, d0), new Shape(w, h, depth));
        }
    }

    /// <summary>The depth column (fibre) at one place: [1x1xD].</summary>
    /// <param name="x">Column, from 0.</param>
    /// <param name="y">Row, from 0.</param>
    /// <param name="d">Depth slices.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index or range is outside the volume.</exception>
    public Volume this[int x, int y, Range d] => this[x..(x + 1), y..(y + 1), d];

    /// <summary>One depth slice, or a part of it: [WxHx1].</summary>
    /// <param name="x">Columns.</param>
    /// <param name="y">Rows.</param>
    /// <param name="d">Depth slice, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index or range is outside the volume.</exception>
    public Volume this[Range x, Range y, int d] => this[x, y, d..(d + 1)];

    /// <summary>The depth slice <c>X[:, :, d]</c>: one activation map, [WxHx1].</summary>
    /// <param name="d">Depth slice, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slice is outside the volume.</exception>
    public Volume DepthSlice(int d) => this[.., .., d];

    /// <summary>The depth column <c>X[x, y, :]</c>: all neurons that look at one place, [1x1xD].</summary>
    /// <param name="x">Column, from 0.</param>
    /// <param name="y">Row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is outside the volume.</exception>
    public Volume DepthColumn(int x, int y) => this[x, y, ..];

    /// <summary>The sum of all values, added in float32 in the order d, y, x.</summary>
    public float Sum()
    {
        var sum = 0f;
        foreach (var value in Enumerate())
            sum += value;
        return sum;
    }

    /// <summary>
    /// The dot product with a volume of the same shape, <c>np.sum(a * b)</c>: a chain of fused multiply-adds in the order
    /// d, y, x, which is the order of a convolution, starting from <paramref name="start"/>.
    /// </summary>
    /// <param name="other">A volume of the same shape.</param>
    /// <param name="start">What the chain starts from, a bias.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public float Dot(Volume other, float start = 0)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Shape != other.Shape)
        {
            throw new ShapeException(
                $"Volume: a dot product of {Shape} and {other.Shape} needs equal shapes. Slice both to one size.");
        }

        var sum = start;
        foreach (var (a, b) in Enumerate().Zip(other.Enumerate()))
            sum = MathF.FusedMultiplyAdd(a, b, sum);
        return sum;
    }

    /// <summary>A tensor [1, D, H, W] with a copy of the values.</summary>
    public Tensor ToTensor() => new(new TensorShape(1, Shape), [.. Enumerate()]);

    /// <summary>The values in the order d, y, x.</summary>
    public IEnumerable<float> Enumerate()
    {
        for (var d = 0; d < Shape.Depth; d++)
            for (var y = 0; y < Shape.Height; y++)
                for (var x = 0; x < Shape.Width; x++)
                    yield return this[x, y, d];
    }

    /// <summary>The shape of the view: <c>Volume [32x32x3]</c>.</summary>
    public override string ToString() => $"Volume {Shape}";

    private int Offset(int x, int y, int d)
    {
        if ((uint)x >= (uint)Shape.Width || (uint)y >= (uint)Shape.Height || (uint)d >= (uint)Shape.Depth)
        {
            throw new ArgumentOutOfRangeException(null,
                $"Volume: [{x}, {y}, {d}] (x, y, d) is outside {Shape}. Indices count from 0, width first.");
        }

        return start + (d * tensor.Shape.H + y) * tensor.Shape.W + x;
    }

    private (int Start, int Length) Part(Range range, int length, string axis)
    {
        int from = range.Start.GetOffset(length), to = range.End.GetOffset(length);
        return from >= 0 && to <= length && from < to
            ? (from, to - from)
            : throw new ArgumentOutOfRangeException(axis, range,
                $"Volume: {axis} range {range} is empty or outside {Shape}. Give a range of at least 1 within {length}.");
    }
}
