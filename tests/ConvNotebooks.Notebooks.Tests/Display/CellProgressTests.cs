namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class CellProgressTests
{
    [Theory]
    [InlineData("foreach (int i in Track(new[] { 1, 2, 3 }, \"steps\")) { }", "steps [--------------------] 0 of 3", "steps [####################] 3 of 3")]
    [InlineData("foreach (int i in Track(Enumerable.Range(0, 9).Where(i => i > 4))) { }", "0", "4")]
    [InlineData("foreach (int i in Track(new int[0])) { }", "[####################] 0 of 0", "[####################] 0 of 0")]
    [InlineData("foreach (int i in Track(new[] { 1, 2, 3, 4 })) { await Task.Delay(120); if (i == 2) break; }", "[--------------------] 0 of 4", "[#####---------------] 1 of 4")]
    public async Task One_display_says_how_far_the_loop_is(string code, string first, string last)
    {
        await using var trial = new Trial();
        CellTrace cell = await trial.Run(code);
        Assert.True(cell.Result.Succeeded, cell.Error);
        var begun = Assert.IsType<DisplayEvent>(cell.Events[0]);
        var ended = Assert.IsType<UpdateDisplayEvent>(cell.Events[^1]);
        Assert.Equal((first, last, begun.DisplayId), (begun.Data.Text("text/plain"), ended.Data.Text("text/plain"), ended.DisplayId));
    }
}
