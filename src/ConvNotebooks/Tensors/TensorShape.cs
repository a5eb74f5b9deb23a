namespace ConvNotebooks;

/// <summary>
/// The axes of a tensor, N C H W: images of a minibatch, channels, rows, columns. Weights use the same four axes as
/// [filters, C/groups, F, F].
/// </summary>
public readonly record struct TensorShape
{
    /// <summary>Creates the shape [n, c, h, w].</summary>
    /// <param name="n">Images in the minibatch (or filters), at least 1.</param>
    /// <param name="c">Channels, at least 1.</param>
    /// <param name="h">Rows, at least 1.</param>
    /// <param name="w">Columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An axis is zero or negative.</exception>
    public TensorShape(int n, int c, int h, int w)
    {
        N = Sizes.AtLeastOne(n, nameof(TensorShape), nameof(n));
        C = Sizes.AtLeastOne(c, nameof(TensorShape), nameof(c));
        H = Sizes.AtLeastOne(h, nameof(TensorShape), nameof(h));
        W = Sizes.AtLeastOne(w, nameof(TensorShape), nameof(w));
    }

    /// <summary>The shape of a minibatch of volumes.</summary>
    /// <param name="images">Images in the minibatch, at least 1.</param>
    /// <param name="volume">The volume of each image.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one image.</exception>
    public TensorShape(int images, Shape volume)
        : this(images, volume.Depth, volume.Height, volume.Width)
    {
    }

    /// <summary>Images in the minibatch, or filters.</summary>
    public int N { get; }

    /// <summary>Channels: the depth of a volume.</summary>
    public int C { get; }

    /// <summary>Rows: the height.</summary>
    public int H { get; }

    /// <summary>Columns: the width.</summary>
    public int W { get; }

    /// <summary>The volume of one image, [W x H x C].</summary>
    public Shape Volume => new(W, H, C);

    /// <summary>N·C·H·W values.</summary>
    /// <exception cref="OverflowException">The product is past 64 bits.</exception>
    public Count Values => Count.Product("values", N, C, H, W);

    /// <summary>The shape with its axes named: <c>[32, 3, 28, 28] (N C H W)</c>.</summary>
    public override string ToString() => $"[{N}, {C}, {H}, {W}] (N C H W)";
}
