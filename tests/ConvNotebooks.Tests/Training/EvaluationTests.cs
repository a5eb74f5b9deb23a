namespace ConvNotebooks.Tests.Training;

public class EvaluationTests
{
    /// <summary>Six classes, and scores that are the pixels themselves: every figure is counted by hand.</summary>
    [Fact]
    public void The_figures_are_counted_by_hand()
    {
        var net = Network.Parse("INPUT 1x1x6 -> FLATTEN");
        float[] scores =
        [
            9, 1, 1, 1, 1, 1, // class 0, first
            0, 2, 3, 0, 0, 0, // class 1, second: taken for 2
            6, 5, 4, 3, 2, 1, // class 5, last: not among five
            7, 7, 0, 0, 0, 0, // class 1 equals class 0, and the first of equal scores counts
        ];
        var data = Dataset.FromTensor("scores", new Tensor(new TensorShape(4, 6, 1, 1), scores), [0, 1, 5, 1], ["a", "b", "c", "d", "e", "f"]);
        var evaluation = Evaluation.Of(net, new Batches(data, 3) { Shuffle = false }, new MulticlassHinge());
        Assert.Equal(0.25, evaluation.Accuracy);
        Assert.Equal(0.75, evaluation.Top5);
        // Hinge: 0; (3 − 2 + 1) = 2; (6+5+4+3+2 − 5·1 + 5) = 20; 1.
        Assert.Equal((0 + 2 + 20 + 1) / 4.0, evaluation.Loss);
        Assert.Equal((1, 1, 1, 4), (evaluation.Confusion[1, 2], evaluation.Confusion[1, 0], evaluation.Confusion[5, 0], evaluation.Confusion.Total));
        Assert.Equal((1, 0, 1 / 3.0), (evaluation.Confusion.Recall(0), evaluation.Confusion.Recall(1), evaluation.Confusion.Precision(0)));
        Assert.Equal(double.NaN, evaluation.Confusion.Recall(3));
        Assert.Equal("loss 5.750, accuracy 25.0%, top 5 75.0% of 4 images", evaluation.ToString());
        Assert.Equal(
            """
            class  recall  precision  images  most often taken for
            a      100.0%      33.3%       1  -
            b        0.0%          -       2  a (1)
            c           -       0.0%       0  -
            d           -          -       0  -
            e           -          -       0  -
            f        0.0%          -       1  a (1)
            """, evaluation.Confusion.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Classes_that_do_not_fit_are_explained() => Assert.Equal(
        "Evaluation: the network ends with [1x1x3], and Digits has 10 classes. End it with 10 scores.",
        Assert.Throws<ShapeException>(() => Evaluation.Of(Network.Parse("INPUT 8x8x1 -> FC 3"), new Batches(Datasets.Digits().Test, 9), new MulticlassHinge())).Message);
}
