using System.Globalization;

namespace ConvNotebooks.Interactive.Tests.Runs;

[CollectionDefinition(nameof(RunViewTests), DisableParallelization = true)]
[Collection(nameof(RunViewTests))]
public sealed class RunViewTests
{
    [Fact]
    public void The_same_run_logged_again_looks_the_same_to_the_byte_under_any_culture()
    {
        var folder = Directory.CreateTempSubdirectory("convnotebooks-").FullName;
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var first = Log(folder);
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = comma;
            var second = Log(folder);
            Assert.Equal(first.Text, second.Text);
            Assert.Equal(first.Html, second.Html);
            Assert.Equal(first.Png, second.Png);
            Assert.DoesNotContain(folder, first.Html, StringComparison.Ordinal);
            Assert.Matches(@"^Run digits: running\nnetwork +INPUT 8x8x1 -> FC 10\n", first.Text);
            Assert.Matches(@"\nlearning rate +0\.01\n", first.Text);

            var runs = Run.In(folder);
            var comparison = RunViews.Show(new RunComparison(runs));
            Assert.StartsWith("2 runs\n\nresult", comparison.Text, StringComparison.Ordinal);
            Assert.Contains("Nothing was chosen differently.", comparison.Text, StringComparison.Ordinal);
            Assert.NotNull(comparison.Png);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Directory.Delete(folder, recursive: true);
        }

        static (string Text, string Html, string Png) Log(string folder)
        {
            using var run = Experiment.Start("digits", options: new() { Folder = folder });
            var (train, test) = Datasets.Digits();
            new Trainer(Network.Parse("INPUT 8x8x1 -> FC 10"), new Batches(train[..200], 50), new SoftmaxCrossEntropy(), new Adam(0.01))
            {
                Epochs = 2,
                Validation = new Batches(test[..50], 50),
            }.Run();
            return (Of(run, Mime.Text), Of(run, Mime.Html), Of(run, Mime.Png));
        }

        static string Of(Experiment run, string mimeType)
        {
            Formatters.Register();
            using var writer = new StringWriter();
            Assert.True(Microsoft.DotNet.Interactive.Formatting.Formatter.GetPreferredFormatterFor(typeof(Experiment), mimeType)
                .Format(run, new Microsoft.DotNet.Interactive.Formatting.FormatContext(writer)));
            return writer.ToString();
        }
    }
}
