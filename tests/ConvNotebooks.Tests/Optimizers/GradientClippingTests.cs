namespace ConvNotebooks.Tests.Optimizers;

public class GradientClippingTests
{
    /// <summary>
    /// PyTorch 1.13.1, which adds 1e-6 to the norm: w = [tensor([1., -2.]), tensor([3.])], gradients 2·w,
    /// clip_grad_norm_(w, 1.5) gives 7.4833149909973145 and [[0.40089181065559387, -0.8017836213111877], [1.202675461769104]].
    /// </summary>
    [Fact]
    public void Clipping_by_norm_is_that_of_PyTorch()
    {
        var tensors = Gradients([2, -4], [6]);
        Assert.Equal(7.4833149909973145, GradientClipping.ByNorm(tensors, 1.5), 1e-6);
        Assert.Equal(0.40089181065559387, tensors[0].Gradient.Values[0], 3e-7);
        Assert.Equal(-0.8017836213111877, tensors[0].Gradient.Values[1], 3e-7);
        Assert.Equal(1.202675461769104, tensors[1].Gradient.Values[0], 3e-7);
        Assert.Equal(1.5, GradientClipping.Norm(tensors), 1e-6);
    }

    [Fact]
    public void Small_gradients_stay_as_they_are()
    {
        var tensors = Gradients([3, -4]);
        Assert.Equal(5, GradientClipping.ByNorm(tensors, 5));
        Assert.Equal([3, -4], tensors[0].Gradient.Values.ToArray());
    }

    [Fact]
    public void Clipping_by_value_limits_each()
    {
        var tensors = Gradients([2, -4, 0.5f, float.NaN, float.NegativeInfinity]);
        GradientClipping.ByValue(tensors, 1);
        Assert.Equal([1, -1, 0.5f, float.NaN, -1], tensors[0].Gradient.Values.ToArray());
    }

    [Fact]
    public void An_infinite_gradient_is_reported_and_left()
    {
        var tensors = Gradients([1, float.PositiveInfinity]);
        Assert.Equal(double.PositiveInfinity, GradientClipping.ByNorm(tensors, 1));
        Assert.Equal([1, float.PositiveInfinity], tensors[0].Gradient.Values.ToArray());
    }

    [Fact]
    public void A_limit_of_0_is_refused() => Assert.StartsWith("GradientClipping.ByNorm: limit is 0, a number above 0 was needed.",
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm([], 0)).Message, StringComparison.Ordinal);

    private static LearnedTensor[] Gradients(params float[][] gradients) => [.. gradients.Select((values, i) => new LearnedTensor($"w{i}",
        new Tensor(1, 1, 1, values.Length), new Tensor(new TensorShape(1, 1, 1, values.Length), values)))];
}
