using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ConvNotebooks;

/// <summary>
/// Float32 values on four named axes, N C H W, in that order in memory: the columns of a row lie side by side.
/// </summary>
public sealed class Tensor
{
    private readonly float[] values;

    /// <summary>Creates a tensor of zeros.</summary>
    /// <param name="shape">Its axes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More values than one array holds.</exception>
    public Tensor(TensorShape shape)
        : this(shape, new float[Length(shape)])
    {
    }

    /// <summary>Creates a tensor of zeros, [n, c, h, w].</summary>
    /// <param name="n">Images, at least 1.</param>
    /// <param name="c">Channels, at least 1.</param>
    /// <param name="h">Rows, at least 1.</param>
    /// <param name="w">Columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An axis below 1, or more values than one array holds.</exception>
    public Tensor(int n, int c, int h, int w)
        : this(new TensorShape(n, c, h, w))
    {
    }

    /// <summary>Creates a tensor over <paramref name="values"/>, which it keeps.</summary>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">N·C·H·W values in the order N, C, H, W.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public Tensor(TensorShape shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Length(shape))
        {
            throw new ShapeException(
                $"Tensor: {values.Length:N0} values came for {shape}, which has {shape.Values.Value:N0}. Give as many values as the axes hold.");
        }

        Shape = shape;
        this.values = values;
    }

    /// <summary>The axes.</summary>
    public TensorShape Shape { get; }

    /// <summary>The values, to read, in the order N, C, H, W.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Counts the calls that could have changed values, so that packed copies know when they are stale.</summary>
    internal int Version { get; private set; }

    /// <summary>The array itself, for the routines.</summary>
    internal float[] Array => values;

    /// <summary>The values, to change. Do not keep the span past the next forward pass: layers watch this call to see changes.</summary>
    public Span<float> Edit()
    {
        Version++;
        return values;
    }

    /// <summary>One value.</summary>
    /// <param name="n">Image, from 0.</param>
    /// <param name="c">Channel, from 0.</param>
    /// <param name="h">Row, from 0.</param>
    /// <param name="w">Column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public float this[int n, int c, int h, int w]
    {
        get => values[Offset(n, c, h, w)];
        set
        {
            Version++;
            values[Offset(n, c, h, w)] = value;
        }
    }

    /// <summary>The volume of one image, indexed x, y, d as the document does.</summary>
    /// <param name="image">The image, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the minibatch.</exception>
    public Volume Volume(int image = 0) => new(this, Offset(image, 0, 0, 0));

    /// <summary>The same values on other axes.</summary>
    /// <param name="shape">Axes that hold as many values.</param>
    /// <exception cref="ShapeException">The new axes hold another number of values.</exception>
    public Tensor Reshape(TensorShape shape) => new(shape, values);

    /// <summary>A copy that shares nothing with this tensor.</summary>
    public Tensor Clone() => new(Shape, (float[])values.Clone());

    /// <summary>
    /// The SHA-256 of the values' little-endian bytes, in hexadecimal: equal hashes, equal bits.
    /// </summary>
    public string Hash()
    {
        if (BitConverter.IsLittleEndian)
            return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Values)));

        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            sha.AppendData(bytes);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>The axes: <c>Tensor [1, 3, 32, 32] (N C H W)</c>.</summary>
    public override string ToString() => $"Tensor {Shape}";

    /// <summary>Values from <paramref name="from"/> to <paramref name="to"/> in equal steps, both ends included, as NumPy's linspace.</summary>
    /// <param name="shape">The axes.</param>
    /// <param name="from">The first value.</param>
    /// <param name="to">The last value.</param>
    /// <exception cref="ArgumentOutOfRangeException">More values than one array holds.</exception>
    public static Tensor Linspace(TensorShape shape, double from, double to)
    {
        var values = new float[Length(shape)];
        var step = values.Length > 1 ? (to - from) / (values.Length - 1) : 0;
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(i == values.Length - 1 && i > 0 ? to : from + step * i);
        return new(shape, values);
    }

    /// <summary>One image from rows of numbers, a depth slice after the other.</summary>
    /// <param name="slices">The depth slices, each [height, width]; all of one size.</param>
    /// <exception cref="ShapeException">No slice, or slices of different sizes.</exception>
    public static Tensor FromSlices(params ReadOnlySpan<float[,]> slices)
    {
        if (slices.Length == 0)
            throw new ShapeException("Tensor: no depth slice came. Give at least one array of [height, width] numbers.");
        var tensor = new Tensor(1, slices.Length, slices[0].GetLength(0), slices[0].GetLength(1));
        for (var d = 0; d < slices.Length; d++)
        {
            if (slices[d].GetLength(0) != tensor.Shape.H || slices[d].GetLength(1) != tensor.Shape.W)
            {
                throw new ShapeException(
                    $"Tensor: slice {d} is {slices[d].GetLength(1)}x{slices[d].GetLength(0)}, and the first is "
                    + $"{tensor.Shape.W}x{tensor.Shape.H}. Give slices of one size.");
            }

            for (var y = 0; y < tensor.Shape.H; y++)
                for (var x = 0; x < tensor.Shape.W; x++)
                    tensor[0, d, y, x] = slices[d][y, x];
        }

        return tensor;
    }

    private int Offset(int n, int c, int h, int w)
    {
        var s = Shape;
        if ((uint)n >= (uint)s.N || (uint)c >= (uint)s.C || (uint)h >= (uint)s.H || (uint)w >= (uint)s.W)
        {
            throw new ArgumentOutOfRangeException(null,
                $"Tensor: [{n}, {c}, {h}, {w}] is outside {s}. Indices count from 0, image, channel, row, column.");
        }

        return ((n * s.C + c) * s.H + h) * s.W + w;
    }

    private static int Length(TensorShape shape)
    {
        var count = shape.Values.Value;
        return count <= System.Array.MaxLength
            ? (int)count
            : throw new ArgumentOutOfRangeException(nameof(shape), shape,
                $"Tensor: {shape} holds {count:N0} values, and one array holds {System.Array.MaxLength:N0}. Use a smaller minibatch or image.");
    }
}
