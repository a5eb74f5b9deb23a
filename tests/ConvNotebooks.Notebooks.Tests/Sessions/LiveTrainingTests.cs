namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public class LiveTrainingTests
{
    private const string Cell = """
        var trainer = new Trainer(Network.Parse("INPUT 8x8x1 -> FC 10"), new Batches(Datasets.Digits().Train, 100), new SoftmaxCrossEntropy(), new Adam(0.01))
        {
            Epochs = 3,
            Validation = new Batches(Datasets.Digits().Test, 100),
        };
        var history = trainer.Show();
        """;

    [Fact]
    public async Task Charts_grow_with_every_epoch_and_what_is_left_is_the_same_again()
    {
        await using var trial = new Trial();
        CellTrace first = await trial.Run(Cell), second = await trial.Run(Cell), reasons = await trial.Run("history.Reason");

        // The line, then both charts after the first epoch, each updated after the two others.
        Assert.Equal(3, first.Events.OfType<DisplayEvent>().Count());
        Assert.True(first.Events.OfType<UpdateDisplayEvent>().Count(e => e.Data.Types.Contains("application/vnd.plotly.v1+json")) == 4, first.Error);
        Assert.Equal("Finished", reasons.Value);

        List<string> texts = Left(first, "text/plain");
        Assert.Matches(@"^45 steps; epoch 3: loss \d\.\d{3}, accuracy \d+\.\d%; validation loss ", texts[0]);
        Assert.Matches(@"^Loss\nepoch +training +validation\n-+\n1 .*\n2 .*\n3 ", texts[1]);
        Assert.StartsWith("Accuracy\n", texts[2], StringComparison.Ordinal);
        Assert.Equal(texts, Left(second, "text/plain"));
        Assert.Equal(2, Left(first, "image/png").Count);
        Assert.Equal(Left(first, "image/png"), Left(second, "image/png"));
    }

    /// <summary>What a document keeps of a cell in one MIME type.</summary>
    private static List<string> Left(CellTrace trace, string type)
    {
        var cell = new CodeCell();
        var collector = new OutputCollector();
        collector.Begin(cell);
        trace.Events.ForEach(collector.Take);
        return [.. cell.Outputs.OfType<DisplayOutput>().Select(output => output.Data.Text(type)).OfType<string>()];
    }
}
