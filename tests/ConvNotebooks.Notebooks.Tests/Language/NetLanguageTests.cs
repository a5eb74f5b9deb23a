namespace ConvNotebooks.Notebooks.Tests;

public sealed class NetLanguageTests
{
    [Theory]
    [InlineData("|", "INPUT,CONV,LOCAL,POOL,AVGPOOL,L2POOL,RELU,LEAKY,BN,DROPOUT,LRN,GAP,FC,FLATTEN,SOFTMAX,ADD,CONCAT")]
    [InlineData("INPUT 8x8x1 -> C|", "CONV,CONCAT")]
    [InlineData("INPUT 8x8x1 -> [re|LU -> POOL 2]", "RELU")]
    [InlineData("INPUT 8x8x1 → |", "CONV,LOCAL,POOL,AVGPOOL,L2POOL,RELU,LEAKY,BN,DROPOUT,LRN,GAP,FC,FLATTEN,SOFTMAX,ADD,CONCAT")]
    [InlineData("INPUT 8x8x1 -> CONV 4 3x3 p1 |", "s1,p2,d1,g1,nobias,zeropad,crop,floor")]
    [InlineData("INPUT 8x8x1 -> CONV 4 3x3 nobias n|", "")]
    [InlineData("INPUT 8x8x1 -> FC 10 n|", "nobias")]
    [InlineData("INPUT 8x8x1 -> ADD s|", "subsample")]
    [InlineData("INPUT 8x8x1 -> CONCAT( CONV 4 1x1 n|", "nobias")]
    [InlineData("INPUT 8x8x1 -> CONCAT( PO|", "POOL")]
    [InlineData("INPUT 8x8x1 -> CONCAT( CONV 4 1x1 | PO|", "POOL")]
    [InlineData("INPUT 8x8x1\n-> POOL 2 |\n-> FC 3", "s2,p0,zeropad,crop,floor")]
    public void Layers_are_offered_after_an_arrow_and_options_after_a_layer(string text, string expected)
    {
        int position = text.LastIndexOf('|');
        CompletionList found = NetLanguage.Complete(text.Remove(position, 1), position);
        Assert.Equal(expected, string.Join(',', found.Items.Select(item => item.Text)));
    }

    [Fact]
    public void A_word_is_replaced_whole()
    {
        CompletionList found = NetLanguage.Complete("INPUT 8x8x1 -> reLU -> FC 2", 17);
        Assert.Equal((15, 19), (found.Start, found.End));
    }

    [Fact]
    public void A_layer_is_explained_by_its_volumes_and_counts()
    {
        const string text = "INPUT 32x32x3 ->\n  CONV 12 5x5 p2 -> RELU";
        string? found = NetLanguage.Inspect(text, text.IndexOf("5x5", StringComparison.Ordinal))?.Text;
        Assert.StartsWith("CONV 12 5x5 [s1] [p2]", found, StringComparison.Ordinal);
        Assert.Contains("[32x32x3] → [32x32x12]", found, StringComparison.Ordinal);
        Assert.Contains("912", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_repeats_is_explained_once_for_every_stage()
    {
        string? found = NetLanguage.Inspect("INPUT 8x8x1 -> [CONV 2 3x3 p1 -> RELU]*2", 16)?.Text;
        Assert.EndsWith(
            "conv1: [8x8x1] → [8x8x2], 20 parameters, 1,152 multiply-adds\nconv2: [8x8x2] → [8x8x2], 38 parameters, 2,304 multiply-adds",
            found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INPUT 8x8x1 -> POOL 3 -> FC 10", 16, true)]
    [InlineData("INPUT 8x8x1 -> POOL 2 -> ", 16, true)]
    [InlineData("INPUT 8x8x1 -> POOL 2", 13, false)]
    [InlineData("INPUT 8x8x1 -> NONE 2", 16, false)]
    public void A_text_that_is_no_network_yet_explains_what_it_can(string text, int position, bool isKnown) =>
        Assert.Equal(isKnown, NetLanguage.Inspect(text, position)?.Text.StartsWith("POOL 2 [s2]", StringComparison.Ordinal) == true);

    [Fact]
    public void A_mistake_has_its_place()
    {
        NotationException mistake = NetLanguage.Diagnose("INPUT 8x8x1 ->\n  FCC 2")!;
        Assert.Equal((2, 3, 3), (mistake.Line, mistake.Column, mistake.Length));
        Assert.Null(NetLanguage.Diagnose("INPUT 8x8x1 -> FC 2"));
    }
}
