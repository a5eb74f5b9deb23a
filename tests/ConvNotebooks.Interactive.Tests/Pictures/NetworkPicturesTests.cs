namespace ConvNotebooks.Interactive.Tests;

public sealed class NetworkPicturesTests
{
    private static readonly string[] Classes = ["car", "truck", "ship"];

    [Fact]
    public void The_top_classes_come_sorted_with_their_shares()
    {
        var net = Network.Input(1, 1, 3).Softmax();
        var scores = new Tensor(new TensorShape(1, 3, 1, 1), [0, 2, 1]);
        Assert.Equal("Top 2 of 3 classes\nclass  share\n------------\ntruck  66.5%\nship   24.5%", net.Forward(scores).Top(Classes, 2).Text);
    }

    [Fact]
    public void Histograms_name_every_tensor_and_count_every_value()
    {
        var net = Network.Input(6, 6, 1).Conv(2, size: 3).Dense(2);
        var view = net.WeightHistograms();
        Assert.All(net.LearnedTensors(), t => Assert.Contains(t.Name, view.Text, StringComparison.Ordinal));
        var counted = System.Text.RegularExpressions.Regex.Matches(view.Html!, @": (\d+) values</title>").Sum(m => int.Parse(m.Groups[1].Value, null));
        Assert.Equal(net.Total.Parameters.Value, counted);
        Assert.StartsWith("Gradients of weights and biases", net.GradientHistograms().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Misclassified_images_are_those_whose_best_class_is_wrong()
    {
        var net = Network.Input(1, 1, 3).Softmax();
        float[] pixels = [1, 0, 0, 0, 1, 0, 0, 0, 1, 5, 0, 0];
        var data = Dataset.FromTensor("toy", new Tensor(new TensorShape(4, 3, 1, 1), pixels), [0, 1, 0, 2], Classes);
        var text = net.Misclassified(data).Text;
        Assert.StartsWith("2 of 4 images of toy are taken for another class\nimage 3: ship, taken for car (98.7%)\nimage 2: car, taken for ship (57.6%)", text, StringComparison.Ordinal);
        Assert.Contains("the 1 surest", net.Misclassified(data, limit: 1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_confusion_shows_every_count()
    {
        var confusion = new ConfusionMatrix(Classes);
        confusion.Add(0, 0);
        confusion.Add(0, 1);
        confusion.Add(2, 2);
        var view = Views.ConfusionView.Of(confusion);
        Assert.StartsWith("Confusion of 3 images, 66.7% right", view.Text, StringComparison.Ordinal);
        Assert.Contains("car taken for truck: 1 of 2", view.Html!, StringComparison.Ordinal);
    }
}
