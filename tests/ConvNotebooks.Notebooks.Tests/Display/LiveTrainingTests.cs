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

    [Fact]
    public async Task An_interrupt_leaves_the_steps_that_were_done_and_a_network_that_goes_on()
    {
        await using var session = new CSharpSession();
        var events = new List<CellEvent>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CellResult> running = session.ExecuteAsync(Cell.Replace("Epochs = 3", "Epochs = 1_000_000", StringComparison.Ordinal), 1, happened =>
        {
            events.Add(happened);
            if (events.OfType<UpdateDisplayEvent>().Count(e => e.Data.Types.Contains("application/vnd.plotly.v1+json")) == 2)
                begun.TrySetResult();
        });
        await Task.WhenAny(begun.Task, running).WaitAsync(TimeSpan.FromSeconds(60));
        session.Interrupt();
        CellResult result = await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("Interrupted", result.Error?.Name);
        Assert.Matches(@"^\d+ steps, interrupted; epoch \d+: loss ", Left(new CellTrace(events, result), "text/plain")[0]);
        MimeBundle? value = null;
        CellResult next = await session.ExecuteAsync("new Trainer(trainer.Network, trainer.Batches, trainer.Loss, new Adam(0.01)) { Epochs = 1 }.Run().Reason",
            2, happened => value = (happened as ResultEvent)?.Data ?? value);
        Assert.True(next.Succeeded, next.Error?.Value);
        Assert.Equal("Finished", value?.Text("text/plain"));
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
