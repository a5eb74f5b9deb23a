namespace ConvNotebooks;

/// <summary>
/// A convolutional layer written as a fully-connected one, and the reverse (CS231n, "Converting FC layers to CONV layers").
/// </summary>
public static class LayerConversions
{
    /// <summary>
    /// The fully-connected layer that computes what a convolution computes on one size of input: its weight matrix is mostly
    /// zero, and the filters come again for every position. Its neurons are in the order filter, row, column.
    /// </summary>
    /// <param name="conv">The convolution; its values are copied.</param>
    /// <param name="input">The input volume.</param>
    /// <returns>A layer of K·H₂·W₂ neurons, each with W₁·H₁·D₁ weights.</returns>
    /// <exception cref="ShapeException">The input has another depth than the layer.</exception>
    /// <exception cref="FitException">The window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The matrix is larger than one array.</exception>
    public static Dense ToDense(this Conv2d conv, Shape input)
    {
        ArgumentNullException.ThrowIfNull(conv);
        var output = conv.OutputShape(input);
        var (width, height) = (conv.FitWidth(input), conv.FitHeight(input));
        var dense = new Dense(input, output.Length, conv.Biases is not null) { Name = conv.Name };
        var (filters, matrix) = (conv.Weights.Value, new Tensor(dense.Weights.Shape));
        var (perGroup, filtersPerGroup) = (filters.Shape.C, conv.Filters / conv.Groups);
        for (var unit = 0; unit < dense.Units; unit++)
        {
            var (k, oy, ox) = (unit / (output.Height * output.Width), unit / output.Width % output.Height, unit % output.Width);
            dense.Biases?.Value.Edit()[unit] = conv.Biases!.Value.Values[k];
            for (var c = 0; c < perGroup; c++)
            {
                for (var fy = 0; fy < filters.Shape.H; fy++)
                {
                    for (var fx = 0; fx < filters.Shape.W; fx++)
                    {
                        var (y, x) = (height.Start(oy) + fy * height.Window.Dilation, width.Start(ox) + fx * width.Window.Dilation);
                        if (y >= 0 && y < input.Height && x >= 0 && x < input.Width)
                            matrix[unit, k / filtersPerGroup * perGroup + c, y, x] = filters[k, c, fy, fx];
                    }
                }
            }
        }

        dense.Weights.Value = matrix;
        return dense;
    }

    /// <summary>
    /// The convolution that computes what a fully-connected layer computes, with a filter as large as its input; on larger
    /// inputs it slides. Both share their parameters.
    /// </summary>
    /// <param name="dense">The fully-connected layer.</param>
    /// <returns>A layer of as many filters as neurons, without padding, stride 1.</returns>
    public static Conv2d ToConv(this Dense dense)
    {
        ArgumentNullException.ThrowIfNull(dense);
        return new(dense);
    }
}
