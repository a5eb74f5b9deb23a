namespace ConvNotebooks.Tests.Losses;

/// <summary>
/// The expected numbers were printed by PyTorch 1.13.1:
/// <code>
/// x = torch.tensor([(i * 37 % 101) / 20 - 2.5 for i in range(35)]).reshape(5, 7).requires_grad_()
/// y = torch.tensor([0, 6, 3, 2, 5])
/// for loss in (lambda: F.cross_entropy(x, y), lambda: F.multi_margin_loss(x, y) * 7, lambda: F.mse_loss(x, F.one_hot(y, 7).float())):
///     x.grad = None
///     value = loss(); value.backward()
///     print(value.item(), x.grad[1].tolist())
/// </code>
/// </summary>
public class LossTests
{
    private static readonly int[] Labels = [0, 6, 3, 2, 5];
    private readonly Tensor logits = new(new TensorShape(5, 7, 1, 1), [.. Enumerable.Range(0, 35).Select(i => i * 37 % 101 / 20f - 2.5f)]);

    public static TheoryData<Loss, double, double[]> PyTorch => new()
    {
        {
            new SoftmaxCrossEntropy(), 3.7824044227600098,
            [0.016024764627218246, 0.10191460698843002, 0.0041542635299265385, 0.026420369744300842, 0.0010769524378702044, 0.00684922281652689, -0.15644018352031708]
        },
        {
            new MulticlassHinge(), 13.719999313354492,
            [0.0, 0.20000000298023224, 0.0, 0.20000000298023224, 0.0, 0.0, -0.4000000059604645]
        },
        {
            new MeanSquaredError(), 2.594571352005005,
            [0.019999999552965164, 0.1257142871618271, -0.05714285746216774, 0.04857143014669418, -0.13428570330142975, -0.02857142873108387, 0.020000001415610313]
        },
    };

    [Theory]
    [MemberData(nameof(PyTorch))]
    public void Loss_and_gradient_are_those_of_PyTorch(Loss loss, double expected, double[] gradientOfImage1)
    {
        var gradient = new Tensor(logits.Shape);
        Assert.Equal(expected, loss.Forward(logits, Labels, gradient), 1e-6 * expected);
        for (var c = 0; c < 7; c++)
            Assert.Equal(gradientOfImage1[c], gradient[1, c, 0, 0], 2e-8);
    }

    /// <summary>Central differences of the loss written out in float64, no ties near the hinge: step 1e-5, error of order 1e-10.</summary>
    [Theory]
    [InlineData(typeof(SoftmaxCrossEntropy))]
    [InlineData(typeof(MulticlassHinge))]
    [InlineData(typeof(MeanSquaredError))]
    public void The_gradient_is_the_slope_of_the_loss(Type kind)
    {
        Loss loss = kind == typeof(SoftmaxCrossEntropy) ? new SoftmaxCrossEntropy()
            : kind == typeof(MulticlassHinge) ? new MulticlassHinge() : new MeanSquaredError();
        var random = new SeededRandom(6);
        for (var round = 0; round < 20; round++)
        {
            var x = random.Gaussian(new TensorShape(3, 5, 1, 1), 3);
            int[] labels = [random.NextInt32(5), random.NextInt32(5), random.NextInt32(5)];
            var gradient = new Tensor(x.Shape);
            var values = x.Values.ToArray().Select(v => (double)v).ToArray();
            Assert.Equal(InDoubles(loss, values, labels), loss.Forward(x, labels, gradient), 1e-6);
            for (var i = 0; i < values.Length; i++)
            {
                const double step = 1e-5;
                double[] above = [.. values], below = [.. values];
                above[i] += step;
                below[i] -= step;
                var slope = (InDoubles(loss, above, labels) - InDoubles(loss, below, labels)) / (2 * step);
                Assert.Equal(slope, gradient.Values[i], 1e-6);
            }
        }
    }

    [Fact]
    public void Equal_scores_cost_the_logarithm_of_the_classes() =>
        Assert.Equal(Math.Log(10), new SoftmaxCrossEntropy().Forward(new Tensor(3, 10, 1, 1), [0, 4, 9]), 1e-15);

    [Fact]
    public void Equal_scores_cost_the_margin_for_every_other_class() =>
        Assert.Equal(9 * 0.5, new MulticlassHinge(0.5f).Forward(new Tensor(3, 10, 1, 1), [0, 4, 9]));

    /// <summary>CS231n, "Linear Classification": scores [13, −7, 11], the first class right, Δ = 10: max(0, −7 − 13 + 10) + max(0, 11 − 13 + 10) = 8.</summary>
    [Fact]
    public void The_hinge_example_of_the_notes() => Assert.Equal(8,
        new MulticlassHinge(10).Forward(new Tensor(new TensorShape(1, 3, 1, 1), [13, -7, 11]), [0]));

    /// <summary>CS231n, "Linear Classification": scores [−2.85, 0.86, 0.28], class 2: hinge 1.58, cross-entropy 1.04 (with the figure's two decimals).</summary>
    [Fact]
    public void The_comparison_of_both_in_the_notes()
    {
        var scores = new Tensor(new TensorShape(1, 3, 1, 1), [-2.85f, 0.86f, 0.28f]);
        Assert.Equal(1.58, new MulticlassHinge().Forward(scores, [2]), 0.005);
        Assert.Equal(1.04, new SoftmaxCrossEntropy().Forward(scores, [2]), 0.005);
    }

    [Fact]
    public void Huge_scores_neither_overflow_nor_vanish()
    {
        var scores = new Tensor(new TensorShape(2, 3, 1, 1), [1e38f, -1e38f, 0, -1e4f, -1e4f, -1e4f]);
        var gradient = new Tensor(scores.Shape);
        Assert.Equal((1e38 + Math.Log(3)) / 2, new SoftmaxCrossEntropy().Forward(scores, [2, 0], gradient), 1e31);
        float[] expected = [0.5f, 0, -0.5f, -1 / 3f, 1 / 6f, 1 / 6f];
        Assert.All(expected.Zip(gradient.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7f));
    }

    [Fact]
    public void A_NaN_shows()
    {
        foreach (var loss in new Loss[] { new SoftmaxCrossEntropy(), new MulticlassHinge(), new MeanSquaredError() })
        {
            foreach (var (c, value) in new[] { (0, float.NaN), (6, float.NaN), (2, float.NaN), (6, float.PositiveInfinity) })
            {
                var broken = logits.Clone();
                broken[3, c, 0, 0] = value;
                Assert.False(double.IsFinite(loss.Forward(broken, Labels)));
            }
        }
    }

    [Fact]
    public void Regression_is_the_mean_over_all_values()
    {
        var output = Tensor.Linspace(new TensorShape(1, 2, 1, 2), 0, 3);
        var gradient = new Tensor(output.Shape);
        Assert.Equal((1 + 0 + 1 + 4) / 4.0, MeanSquaredError.Forward(output, Tensor.Linspace(output.Shape, 1, 1), gradient));
        Assert.Equal([-0.5f, 0, 0.5f, 1], gradient.Values.ToArray());
    }

    [Fact]
    public void Logits_must_be_one_score_a_class() => Assert.Equal(
        "SoftmaxCrossEntropy: logits [2, 3, 4, 4] (N C H W) came, [N, C, 1, 1] are needed. End the network with a fully-connected layer.",
        Assert.Throws<ShapeException>(() => new SoftmaxCrossEntropy().Forward(new Tensor(2, 3, 4, 4), [0, 1])).Message);

    [Fact]
    public void There_must_be_a_label_for_each_image() => Assert.Equal(
        "MulticlassHinge: 1 labels came for logits [2, 3, 1, 1] (N C H W) of 2 images. Give one label for each image.",
        Assert.Throws<ShapeException>(() => new MulticlassHinge().Forward(new Tensor(2, 3, 1, 1), [0])).Message);

    [Fact]
    public void A_gradient_has_the_axes_of_the_logits() => Assert.Equal(
        "MeanSquaredError: a gradient [1, 6, 1, 1] (N C H W) came for logits [2, 3, 1, 1] (N C H W). Give a tensor of the logits' axes.",
        Assert.Throws<ShapeException>(() => new MeanSquaredError().Forward(new Tensor(2, 3, 1, 1), [0, 1], new Tensor(1, 6, 1, 1))).Message);

    [Fact]
    public void A_label_outside_the_classes_is_named() => Assert.StartsWith(
        "SoftmaxCrossEntropy: label 3 came, and the logits are those of classes 0 to 2.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy().Forward(new Tensor(2, 3, 1, 1), [0, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Targets_have_the_axes_of_the_output() => Assert.StartsWith("MeanSquaredError: target [1, 2, 1, 1] (N C H W) came for output",
        Assert.Throws<ShapeException>(() => MeanSquaredError.Forward(new Tensor(1, 1, 1, 2), new Tensor(1, 2, 1, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_margin_of_0_is_refused() => Assert.StartsWith("MulticlassHinge: margin is 0, a number above 0 was needed.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new MulticlassHinge(0)).Message, StringComparison.Ordinal);

    private static double InDoubles(Loss loss, double[] x, int[] labels)
    {
        var classes = x.Length / labels.Length;
        return labels.Select((y, n) =>
        {
            var s = x[(n * classes)..((n + 1) * classes)];
            return loss switch
            {
                SoftmaxCrossEntropy => -Math.Log(Math.Exp(s[y]) / s.Sum(Math.Exp)),
                MulticlassHinge hinge => s.Where((_, j) => j != y).Sum(score => Math.Max(0, score - s[y] + hinge.Margin)),
                _ => s.Select((score, j) => Math.Pow(score - (j == y ? 1 : 0), 2)).Average(),
            };
        }).Average();
    }
}
