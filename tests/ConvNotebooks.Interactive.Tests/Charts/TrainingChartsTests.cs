using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive.Tests;

public sealed class TrainingChartsTests
{
    private const int Blue = 0x0072B2, Orange = 0xD55E00;

    public TrainingChartsTests() => Formatters.Register();

    [Fact]
    public void Curves_have_a_line_for_training_and_one_for_validation()
    {
        EpochReport[] epochs = [Epoch(1, 2.25, 0.25, null), Epoch(2, 1.5, 0.5, 0.375), Epoch(3, 1, 0.75, 0.625)];
        Assert.Equal("""
            Accuracy
            epoch  training  validation
            ---------------------------
            1            25
            2            50        37.5
            3            75        62.5
            """.ReplaceLineEndings("\n"), TrainingCharts.Accuracy(epochs).ToDisplayString(Mime.Text));
        var pixels = new Pixels(Convert.FromBase64String(TrainingCharts.Loss(epochs).ToDisplayString("image/png")));
        Assert.True(pixels.Count(Blue) > 100 && pixels.Count(Orange) > 100, $"{pixels.Count(Blue)} blue, {pixels.Count(Orange)} orange");
        Assert.Equal(0, new Pixels(Convert.FromBase64String(TrainingCharts.Loss(epochs[..1]).ToDisplayString("image/png"))).Count(Orange));
    }

    [Fact]
    public void A_curve_needs_an_epoch() => Assert.StartsWith(
        "TrainingCharts: no epoch came, and a curve needs one. Chart loss after the first epoch.",
        Assert.Throws<ArgumentException>(() => TrainingCharts.Loss([])).Message, StringComparison.Ordinal);

    private static EpochReport Epoch(int number, double loss, double accuracy, double? validation) => new(number, number, loss, accuracy,
        validation is { } share ? new Evaluation(loss, share, 1, new ConfusionMatrix(["a", "b"])) : null, true);
}
