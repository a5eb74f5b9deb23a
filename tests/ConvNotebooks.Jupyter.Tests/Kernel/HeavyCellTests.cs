using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>Cells that put out or hold too much: what is shown stays bounded, says so, and the next cell runs.</summary>
[Collection(OneProcess.Name)]
public sealed class HeavyCellTests
{
    private const int MostShown = 12_000_000;

    [Theory]
    [InlineData("for (int i = 0; i < 10_000_000; i++) Console.WriteLine(i);", "is cut here")]
    [InlineData("class Node { public Node Next; public int Value = 3; }\nvar n = new Node(); n.Next = n; n", "Value")]
    [InlineData("class Bad { public override string ToString() => throw new Exception(\"no\"); public int Broken => throw new Exception(\"never\"); }\nnew Bad()", "Bad")]
    [InlineData("class Odd : Exception { public override string Message => throw new Exception(\"never\"); }\nnew Odd()", "Odd")]
    [InlineData("new float[100_000_000]", "...")]
    [InlineData("new Tensor(1, 1, 10_000, 10_000)", "")]
    [InlineData("Enumerable.Range(0, int.MaxValue)", "...")]
    public async Task A_heavy_cell_is_bounded_and_the_next_one_runs(string code, string said)
    {
        await using var client = new MemoryClient();
        var sent = await client.RunAsync(code);
        string[] shown = [.. sent.Where(s => s.Message.Type is "stream" or "execute_result" or "error").Select(s => s.Message.Content.ToJsonString())];
        Assert.True(shown.Sum(text => (long)text.Length) < MostShown, $"{shown.Sum(text => (long)text.Length)} characters");
        Assert.Contains(said, string.Concat(shown), StringComparison.OrdinalIgnoreCase);
        JsonObject reply = (await client.RunAsync("1 + 1")).Single(s => s.Channel == KernelChannel.Shell).Message.Content;
        Assert.Equal("ok", (string?)reply["status"]);
    }
}
