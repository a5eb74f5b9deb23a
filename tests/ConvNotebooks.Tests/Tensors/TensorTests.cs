namespace ConvNotebooks.Tests.Tensors;

public class TensorTests
{
    [Fact]
    public void Values_lie_in_the_order_N_C_H_W()
    {
        var tensor = Tensor.Linspace(new TensorShape(2, 3, 4, 5), 0, 119);
        Assert.Equal(((1 * 3 + 2) * 4 + 3) * 5 + 4, tensor[1, 2, 3, 4]);
    }

    /// <summary>Computed with Python: hashlib.sha256(struct.pack('&lt;4f', 0, 1, -2.5, 3e38)).hexdigest().</summary>
    [Fact]
    public void The_hash_is_the_SHA256_of_the_little_endian_bytes() =>
        Assert.Equal(ExpectedHash, new Tensor(new TensorShape(1, 1, 2, 2), [0, 1, -2.5f, 3e38f]).Hash());

    private const string ExpectedHash = "d522a1ddfac1ba7acbaf34700b5ac72be168bd4632455cc16746f239e9829bcf";

    [Fact]
    public void The_hash_ignores_the_axes_and_sees_a_sign_of_zero()
    {
        var zeros = new Tensor(1, 1, 2, 2);
        Assert.Equal(zeros.Hash(), zeros.Reshape(new TensorShape(4, 1, 1, 1)).Hash());
        Assert.NotEqual(zeros.Hash(), new Tensor(zeros.Shape, [0, 0, 0, -0f]).Hash());
    }

    [Fact]
    public void A_wrong_number_of_values_is_named()
    {
        var error = Assert.Throws<ShapeException>(() => new Tensor(new TensorShape(1, 1, 2, 2), new float[5]));
        Assert.Equal("Tensor: 5 values came for [1, 1, 2, 2] (N C H W), which has 4. Give as many values as the axes hold.", error.Message);
    }

    [Fact]
    public void An_index_outside_is_named() => Assert.StartsWith("Tensor: [0, 0, 2, 0] is outside [1, 1, 2, 2] (N C H W).",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tensor(1, 1, 2, 2)[0, 0, 2, 0]).Message, StringComparison.Ordinal);

    [Fact]
    public void More_values_than_an_array_holds_are_refused() => Assert.Contains("Use a smaller minibatch or image.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tensor(1 << 16, 1 << 16, 1, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Linspace_ends_on_both_ends() =>
        Assert.Equal([-0.1f, 0.1f, 0.3f, 0.5f], Tensor.Linspace(new TensorShape(1, 1, 1, 4), -0.1, 0.5).Values.ToArray());

    [Fact]
    public void Slices_of_different_sizes_are_refused() => Assert.Equal(
        "Tensor: slice 1 is 3x1, and the first is 2x1. Give slices of one size.",
        Assert.Throws<ShapeException>(() => Tensor.FromSlices(new float[,] { { 1, 2 } }, new float[,] { { 1, 2, 3 } })).Message);

    [Fact]
    public void A_clone_shares_nothing()
    {
        var tensor = new Tensor(1, 1, 1, 1);
        tensor.Clone()[0, 0, 0, 0] = 1;
        Assert.Equal(0, tensor[0, 0, 0, 0]);
    }
}
