using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A convolution as a matrix product: the receptive fields of an image stretched into columns, X_col [F·F·D x W₂·H₂], the filters
/// into rows, W_row [K x F·F·D], and their product [K x W₂·H₂], which laid out as planes is the output volume.
/// </summary>
/// <remarks>
/// A matrix is a tensor of one image and one channel, [1, 1, rows, columns]. A field is written channel after channel and row by
/// row; fields follow each other row by row. Pixels under overlapping fields stand in several columns: that is the price.
/// Source: CS231n, "Convolutional Networks", section "Implementation as Matrix Multiplication".
/// </remarks>
public sealed class Im2col
{
    private readonly Conv2d layer;
    private readonly ConvProblem problem;
    private readonly int firstFilter;
    private Tensor? product, output;

    private Im2col(Conv2d layer, in ConvProblem problem, int firstFilter, Tensor columns, Tensor rows) =>
        (this.layer, this.problem, this.firstFilter, Columns, Rows) = (layer, problem, firstFilter, columns, rows);

    /// <summary>Stretches an image and the filters of a layer into matrices.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="input">Its input, [N, C, H, W].</param>
    /// <param name="image">The image, from 0.</param>
    /// <param name="group">The group of channels and filters, from 0; a layer without groups has one.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such image or group, or a matrix of more values than one array holds.</exception>
    /// <exception cref="ShapeException">The layer was built for another volume.</exception>
    /// <exception cref="FitException">The layer's window does not fit the input.</exception>
    public static unsafe Im2col Of(Conv2d layer, Tensor input, int image = 0, int group = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        layer.OutputShape(input.Shape.Volume);
        var (visible, p) = layer.Resolve(input);
        Within(image, input.Shape.N, nameof(image));
        Within(group, layer.Groups, nameof(group));
        p = p with { Batch = 1 };

        var columns = new Tensor(1, 1, p.Taps, p.OutPlane);
        fixed (float* x = visible.Array, to = columns.Array)
            Im2colMatrix.Fill(p, x + ((nint)image * p.Channels + group * p.GroupChannels) * p.Plane, to);
        var first = group * p.GroupFilters;
        var rows = new Tensor(new TensorShape(1, 1, p.GroupFilters, p.Taps),
            layer.Weights.Value.Values.Slice(first * p.Taps, p.GroupFilters * p.Taps).ToArray());
        return new(layer, p, first, columns, rows);
    }

    /// <summary>X_col, [1, 1, F·F·D, W₂·H₂]: one receptive field in each column.</summary>
    public Tensor Columns { get; }

    /// <summary>W_row, [1, 1, K, F·F·D]: one filter in each row.</summary>
    public Tensor Rows { get; }

    /// <summary>W_row · X_col, [1, 1, K, W₂·H₂], without biases: one chain of fused multiply-adds for each number.</summary>
    public Tensor Product => product ??= Multiply(bias: false);

    /// <summary>
    /// The output volume, [1, K, H₂, W₂]: the product whose chains start from the biases, laid out as planes. The bits are those of
    /// the layer's own output, except where padding meets a filter that holds NaN or infinity, or makes +0 of −0.
    /// </summary>
    public Tensor Output => output ??= Multiply(bias: true).Reshape(new(1, problem.GroupFilters, problem.OutHeight, problem.OutWidth));

    /// <summary>How many times as many values X_col has as the part of the image it was made from.</summary>
    public double Growth => (double)Columns.Values.Length / (problem.GroupChannels * problem.Plane);

    /// <summary>The sizes of the product: <c>W_row [96 x 363] · X_col [363 x 3025] = [96 x 3025] → [55x55x96]</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"W_row [{problem.GroupFilters} x {problem.Taps}] · X_col [{problem.Taps} x {problem.OutPlane}] = [{problem.GroupFilters} x {problem.OutPlane}] → {new Shape(problem.OutWidth, problem.OutHeight, problem.GroupFilters)}");

    private unsafe Tensor Multiply(bool bias)
    {
        var result = new Tensor(1, 1, problem.GroupFilters, problem.OutPlane);
        if (bias && layer.Biases is { } biases)
        {
            for (var k = 0; k < problem.GroupFilters; k++)
                result.Array.AsSpan(k * problem.OutPlane, problem.OutPlane).Fill(biases.Value.Array[firstFilter + k]);
        }

        fixed (float* a = Rows.Array, b = Columns.Array, c = result.Array)
        {
            Lanes.Start(new MatrixProduct(
                new(problem.GroupFilters, problem.Taps, problem.OutPlane, RowStep: problem.Taps, TermStep: 1, Resume: true), a, b, c));
        }

        return result;
    }

    private static void Within(int value, int count, string what)
    {
        if ((uint)value >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(what, value,
                $"Im2col: {what} {value} came, and there {(count == 1 ? "is 1" : $"are {count}")}, counted from 0. Give a number below {count}.");
        }
    }
}
