using CsCheck;

namespace ConvNotebooks.Tests.Networks;

public class NotationTests
{
    [Theory]
    [InlineData("INPUT 32x32x3 -> [[CONV 12 5x5 p2 -> RELU]*2 -> POOL 2]*3 -> FC 10")]
    [InlineData("INPUT 227x227x3 -> CONV 96 11x11 s4 -> RELU -> POOL 3 s2")]
    [InlineData("INPUT 32x32x3 -> CONV 12 5x3 s2x1 p1:2x0:1 d2x1 floor")]
    [InlineData("INPUT 32x32x4 -> CONV 8 3x3 p1 g2 nobias -> AVGPOOL 2x4 -> L2POOL 2 s1 p1 -> FLATTEN -> FC 3 nobias -> SOFTMAX")]
    [InlineData("INPUT 32x32x3 -> LOCAL 2 3x3 s2 crop nobias -> AVGPOOL 3 s2 p1 withpad")]
    [InlineData("INPUT 8x8x1 -> RELU -> RELU")]
    [InlineData("INPUT 8x8x1 -> [CONV 1 3x3 p1 -> RELU]*2")]
    [InlineData("INPUT 8x8x4 -> [ADD( CONV 4 3x3 p1 nobias -> BN -> LEAKY 0.1 | )]*3 -> BN m0.01 e0.001 -> LRN 5 a0.0001 b0.75 k2 -> GAP -> DROPOUT 0.5 -> FC 2")]
    [InlineData("INPUT 8x8x1")]
    [InlineData("INPUT 8x8x4 -> [CONCAT( CONV 4 1x1 -> RELU | [CONV 4 3x3 p1 -> RELU]*2 | POOL 3 s1 p1 | )]*2 -> POOL 2")]
    [InlineData("INPUT 8x8x4 -> ADD( CONV 4 1x1 -> CONCAT( | CONV 2 1x1 -> ADD( RELU | | BN ) ) | CONCAT( CONV 2 1x1 | ) ) -> ADD subsample( | CONV 9 2x2 s2 )")]
    public void What_is_printed_is_what_was_read(string notation) =>
        Assert.Equal(notation, Network.Parse(notation).Notation);

    [Fact]
    public void Case_spaces_lines_and_arrows_are_free() => Assert.Equal(
        "INPUT 8x8x1 -> [CONV 2 3x3 p1 -> RELU]*2 -> POOL 2 -> FC 3",
        Network.Parse("input 8X8x1->[ conv 2 3 P1→relu ] * 2\n  -> pool 2\n  -> fc 3").Notation);

    [Fact]
    public void The_builder_and_the_notation_agree() =>
        Assert.Equal(Network.Input(32, 32, 3).Conv(12, 5, pad: 2).ReLU().MaxPool(2).Dense(10).Stages.Select(s => (s.Output, s.Counts)),
            Network.Parse("INPUT 32x32x3 -> CONV 12 5x5 p2 -> RELU -> POOL 2 -> FC 10").Stages.Select(s => (s.Output, s.Counts)));

    [Theory]
    [InlineData("", 1, 1, "the text is empty. Begin with INPUT 32x32x3 and join layers with ->.")]
    [InlineData("INPUT 8x8x1 -> CNV 3", 1, 16, "'CNV' is no layer. Write CONV, or another of INPUT, CONV, LOCAL, POOL, AVGPOOL, L2POOL, RELU, LEAKY, BN, DROPOUT, LRN, GAP, FC, FLATTEN, SOFTMAX, ADD, CONCAT.")]
    [InlineData("INPUT 8x8x1 -> 3x3", 1, 16, "'3x3' is no layer. Write one of INPUT, CONV, LOCAL, POOL, AVGPOOL, L2POOL, RELU, LEAKY, BN, DROPOUT, LRN, GAP, FC, FLATTEN, SOFTMAX, ADD, CONCAT.")]
    [InlineData("INPUT 8x8x1 - FC 3", 1, 13, "'-' joins no layers. Join them with ->.")]
    [InlineData("INPUT 8x8x1 -> CONV 2 3x3, p1", 1, 23, "'3x3,' has a comma. Write blanks alone between arguments, as in CONV 12 5x5 p2.")]
    [InlineData("CONV 3 3x3", 1, 1, "a network begins with its input volume, not with CONV. Begin with INPUT 32x32x3.")]
    [InlineData("INPUT 8x8x1 -> INPUT 8x8x1", 1, 16, "INPUT stands once, at the beginning. Remove this one.")]
    [InlineData("INPUT 8x8", 1, 7, "'8x8' is no volume. Write width x height x depth without blanks, such as 32x32x3.")]
    [InlineData("INPUT 8x0x1", 1, 7, "'0' is no height. Write a whole number from 1 to 2147483647.")]
    [InlineData("INPUT 8x8x99999999999", 1, 7, "'99999999999' is no depth. Write a whole number from 1 to 2147483647.")]
    [InlineData("INPUT 8x8x1 ->\n  FC ten", 2, 3, "FC needs a number of neurons. Write FC 10 [nobias]: neurons.")]
    [InlineData("INPUT 8x8x1 -> FC -3", 1, 19, "'-3' is no number of neurons. Write a whole number from 1 to 2147483647.")]
    [InlineData("INPUT 8x8x1 -> FC 10 p2", 1, 22, "FC has no argument 'p2'. Write FC 10 [nobias]: neurons.")]
    [InlineData("INPUT 8x8x1 -> POOL 2 pNaN", 1, 23, "POOL has no argument 'pNaN'. Write POOL 2 [s2] [p0] [zeropad|crop|floor]: window size, then stride, padding, what to do where it does not fit.")]
    [InlineData("INPUT 8x8x1 -> CONV 2 NaN", 1, 16, "CONV needs a filter size. Write CONV 12 5x5 [s1] [p2] [d1] [g1] [nobias] [zeropad|crop|floor]: filters, filter size, then stride, padding, dilation, groups, what to do where it does not fit.")]
    [InlineData("INPUT 8x8x1 -> CONV 2 3x3x3", 1, 23, "'3x3x3' is no filter size. Write one number, or width x height, such as 5x3.")]
    [InlineData("INPUT 8x8x1 -> CONV 2 3x3 s0", 1, 27, "'0' is no stride. Write a whole number from 1 to 2147483647.")]
    [InlineData("INPUT 8x8x1 -> [RELU", 1, 16, "this bracket is not closed: the end of the text came where ] was needed. Close it with ].")]
    [InlineData("INPUT 8x8x1 -> DROPOUT 1", 1, 16, "Dropout: rate is 1, at least 0 and below 1 was needed. Give the share of neurons to drop, such as 0.5.")]
    [InlineData("INPUT 8x8x1 -> DROPOUT 0.5.5", 1, 24, "'0.5.5' is no share of neurons to drop. Write a number with a decimal point, such as 0.5.")]
    [InlineData("INPUT 8x8x1 -> RELU -> ADD 2", 1, 24, "ADD needs branches. Write ADD [subsample]( CONV 8 3x3 p1 | ): branches on the volume before them, added; an empty one is that volume; larger ones may be subsampled.")]
    [InlineData("INPUT 8x8x1 -> RELU( RELU | )", 1, 20, "RELU has no branches. Write them after ADD or CONCAT.")]
    [InlineData("INPUT 8x8x1 -> ADD( RELU | ", 1, 19, "these branches are not closed: the end of the text came where | or ) was needed. Close them with ).")]
    [InlineData("INPUT 8x8x1 -> ADD( RELU )", 1, 16, "Add: 1 of at least 2 branches came. Give an empty one for the volume itself: in C# b => b, in the notation ( ... | ).")]
    [InlineData("INPUT 8x8x1 -> CONCAT( CONV 2 1x1 | CONV 2 3x3 p1 s2 floor )", 1, 16, "Concat: branch 1 gives [8x8x2], branch 2 gives [4x4x2]; branches are joined along the depth, so their widths and heights must be the same. Pad each filter and pooling so that it keeps them (padding 1 for 3x3, 2 for 5x5), and give every branch the same stride.")]
    [InlineData("INPUT 8x8x1 -> CONCAT( CONV 2 1x1 | CONV 2 3x3 p1 s )", 1, 51, "CONV has no argument 's'. Write CONV 12 5x5 [s1] [p2] [d1] [g1] [nobias] [zeropad|crop|floor]: filters, filter size, then stride, padding, dilation, groups, what to do where it does not fit.")]
    [InlineData("INPUT 8x8x1 -> CONCAT( | INPUT 8x8x1 )", 1, 26, "INPUT stands once, at the beginning. Remove this one.")]
    [InlineData("INPUT 8x8x1 -> ADD( POOL 2 | )", 1, 16, "Add: branch 1 gives [4x4x1], branch 2 gives [8x8x1]; a sum needs one volume from all. Use filters that keep the volume (3x3 with padding 1 and stride 1); where they make it smaller and deeper, put a 1x1 convolution of their stride and number of filters into the other branch, or let the sum subsample: in C# subsample: true, in the notation ADD subsample( ... ).")]
    [InlineData("INPUT 8x8x1 -> RELU]", 1, 20, "']' came where -> or the end was needed. Join layers with ->, and close only brackets that were opened.")]
    [InlineData("INPUT 8x8x1 -> ", 1, 16, "the end of the text came where a layer was needed. Write a layer word or [ after ->.")]
    [InlineData("INPUT 8x8x1 -> [RELU]*-> FC 1", 1, 22, "a number or a letter is needed after *. Write [ ... ]*3 or [ ... ]*N.")]
    [InlineData("INPUT 8x8x1 -> [RELU]*1001", 1, 23, "'1001' is no repetition. Write a number from 0 to 1000 or one letter, such as N.")]
    [InlineData("INPUT 8x8x1 -> [RELU]*N", 1, 23, "the repetition 'N' has no number yet. Write a number in its place, such as 2, or give it one: in C# .Bind(\"N\", 2), in a #!net cell #!set --name N --value 2.")]
    [InlineData("INPUT 8x8x1 -> POOL 2?", 1, 22, "whether POOL 2 is there is still open. Remove the '?' or the part; in C# .Keep(optional: true) or false does it.")]
    [InlineData("INPUT 8x8x1 -> POOL? 2", 1, 22, "'2' came after a mark. Write arguments before it, as in POOL 2?, and join layers with ->.")]
    public void Errors_give_line_column_and_what_to_do(string notation, int line, int column, string problem)
    {
        var error = Assert.Throws<NotationException>(() => Network.Parse(notation));
        Assert.Equal(problem, error.Problem);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal($"Notation, line {line}, column {column}: {problem}", error.Message);
    }

    [Theory]
    [InlineData("COVN", "CONV")]
    [InlineData("relou", "RELU")]
    [InlineData("CONV1", "CONV")]
    [InlineData("SOFTMX", "SOFTMAX")]
    [InlineData("dense", "FC")]
    [InlineData("MaxPool", "POOL")]
    [InlineData("TRANSFORMER", null)]
    [InlineData("Q", null)]
    public void The_word_that_was_meant_is_named_first(string written, string? meant) => Assert.Contains(
        meant is null ? "Write one of INPUT" : $"Write {meant}, or another of INPUT",
        Assert.Throws<NotationException>(() => Network.Parse($"INPUT 8x8x1 -> {written} 3")).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_misfit_carries_the_fit_doctors_report()
    {
        var error = Assert.Throws<NotationException>(() => Network.Parse("INPUT 10x10x1 -> CONV 1 3x3 s2"));
        Assert.Equal((1, 18), (error.Line, error.Column));
        Assert.Equal("(10 − 3 + 0)/2 + 1 = 4.5", Assert.IsType<FitException>(error.InnerException).Report.Equation);
    }

    [Fact]
    public void A_layer_that_does_not_fit_the_volume_is_placed() =>
        Assert.Equal(16, Assert.Throws<NotationException>(() => Network.Parse("INPUT 8x8x3 -> CONV 4 3x3 g2")).Column);

    [Fact]
    public void A_count_past_64_bits_is_placed() => Assert.IsType<OverflowException>(
        Assert.Throws<NotationException>(() => Network.Parse("INPUT 2000000000x2000000000x2000000000 -> RELU")).InnerException);

    [Fact]
    public void A_network_of_too_many_layers_stops_early() => Assert.Contains("more than 10,000 layers",
        Assert.Throws<NotationException>(() => Network.Parse("INPUT 8x8x1 -> [[RELU]*1000]*1000")).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_brackets_are_refused_not_followed() => Assert.Contains("nested deeper than 64",
        Assert.Throws<NotationException>(() => Network.Parse("INPUT 8x8x1 -> " + new string('[', 100_000))).Message, StringComparison.Ordinal);

    /// <summary>Text at random is either a network or an error with a place inside the text.</summary>
    [Fact]
    public void No_text_breaks_the_parser()
    {
        string[] pieces = ["INPUT", "8x8x3", "->", "[", "]", "*", "?", "2", "N", "CONV", "4", "3x3", "p1", "s2", "POOL", "FC", "RELU", "\n", "x", "-", "€", "p1:2", "crop"];
        Gen.Int[0, pieces.Length - 1].Array[0, 20].Sample(indices =>
        {
            var text = "INPUT 8x8x3 -> " + string.Join(' ', indices.Select(i => pieces[i]));
            var error = Record.Exception(() => Network.Parse(text));
            if (error is null)
                return;
            var place = Assert.IsType<NotationException>(error);
            Assert.InRange(place.Line, 1, text.Count(c => c == '\n') + 1);
            Assert.InRange(place.Column, 1, text.Length + 1);
        }, seed: "0N0XIzNsQ0O2", iter: 5000);
    }

    /// <summary>Stacks at random survive printing and reading.</summary>
    [Fact]
    public void Folding_loses_nothing()
    {
        string[] layers = ["RELU", "CONV 3 3x3 p1", "FLATTEN", "SOFTMAX"];
        Gen.Int[0, layers.Length - 1].Array[0, 24].Sample(indices =>
        {
            var flat = indices.Select(i => layers[i]).Prepend("INPUT 8x8x3").ToList();
            flat.RemoveAll(l => l == "FLATTEN");
            var network = Network.Parse(string.Join(" -> ", flat));
            var again = Network.Parse(network.Notation);
            Assert.Equal(flat.Skip(1), again.Stages.Select(s => s.Layer.Notation));
        }, seed: "0N0XIzNsQ0O2", iter: 500);
    }
}
