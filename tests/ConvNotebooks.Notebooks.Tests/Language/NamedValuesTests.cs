namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class NamedValuesTests
{
    [Theory]
    [InlineData("net[\"|", "conv1,relu1,pool1,fc1")]
    [InlineData("net[\"RE|\"].Output", "relu1")]
    [InlineData("var map = activations.Maps( \"po|", "pool1")]
    [InlineData("net.Layer<Conv2d>(\"c|", "conv1")]
    [InlineData("ages[\"|", "Ada")]
    [InlineData("other.net[\"|", "")]
    [InlineData("nothing[\"|", "")]
    [InlineData("Console.Write(\"|", "")]
    [InlineData("net[\"conv1\"].|", "")]
    public async Task Layers_and_keys_are_offered_where_a_variable_takes_their_names(string text, string expected)
    {
        await using var session = new CSharpSession();
        await session.ExecuteAsync("var net = Network.Input(8, 8, 1).Conv(2, 3, pad: 1).ReLU().MaxPool(2).Dense(3);\n"
            + "var activations = net.Forward(new Tensor(1, 1, 8, 8));\nvar ages = new Dictionary<string, int> { [\"Ada\"] = 36 };", 1, _ => { });
        int position = text.IndexOf('|', StringComparison.Ordinal);
        CompletionList found = session.CompleteNames(text.Remove(position, 1), position);
        Assert.Equal(expected, string.Join(',', found.Items.Select(item => item.Text)));
    }
}
