using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ConvNotebooks.Cli.Describing;

namespace ConvNotebooks.Cli.Tests.Describing;

public sealed class DescribeCommandTests
{
    private const string Cifar = "INPUT 32x32x3 -> CONV 12 5x5 p2 -> RELU -> POOL 2 -> FC 10";

    [Fact]
    public async Task The_CIFAR_stack_as_a_table()
    {
        Invocation describe = await Invocation.Of("describe", Cifar);

        Assert.Equal((0, ""), (describe.Code, describe.Error));
        Approved.Equal("Describing/cifar", describe.Output);
    }

    [Theory]
    [InlineData(70, "formula, neurons, multiply-adds, bytes, sees")]
    [InlineData(80, "neurons, multiply-adds, bytes, sees")]
    [InlineData(100, "neurons, bytes, sees")]
    [InlineData(120, "bytes")]
    [InlineData(140, null)]
    public void A_narrower_terminal_has_fewer_columns_and_no_broken_ones(int columns, string? left)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Network network = Network.Parse("INPUT 32x32x3 -> [[CONV 12 5x5 p2 -> RELU]*2 -> POOL 2]*3 -> FC 10");
        StackTable.Write(new Screen(output, TextWriter.Null, isTerminal: false, columns), network);

        // Heading, rule, input, 16 layers, rule, total, and the line below the table.
        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(1 + 1 + 1 + 16 + 1 + 1 + 1, lines.Length);
        Assert.All(lines[..^1], line => Assert.InRange(line.Length, 1, columns));
        Assert.Equal(left, Regex.Match(lines[^1], "--json: (.+)\\.$") is { Success: true } found ? found.Groups[1].Value : null);
    }

    [Fact]
    public async Task The_CIFAR_stack_as_JSON()
    {
        Invocation describe = await Invocation.Of("describe", Cifar, "--json");
        JsonNode json = JsonNode.Parse(describe.Output)!;

        // The source document, "Architecture Overview": [32x32x12] after CONV, [16x16x12] after POOL, [1x1x10] after FC;
        // 5·5·3 = 75 weights and a bias for each of the 12 filters.
        Assert.Equal(Cifar, (string)json["notation"]!);
        Assert.Equal("""{"width":16,"height":16,"depth":12}""", json["layers"]![2]!["output"]!.ToJsonString());
        Assert.Equal(12 * (75 + 1), (int)json["layers"]![0]!["costs"]!["parameters"]!);
        Assert.Equal("12·(5·5·3) = 900 weights + 12 biases", (string)json["layers"]![0]!["costs"]!["parameterDerivation"]!);
        Assert.Equal(912 + 16 * 16 * 12 * 10 + 10, (int)json["total"]!["parameters"]!);
        Assert.Equal(6, (int)json["layers"]![2]!["receptiveField"]!["width"]!["size"]!);
    }

    [Fact]
    public async Task A_file_of_several_lines()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("stack.net"), "INPUT 32x32x3\n  -> CONV 12 5x5 p2 -> RELU\r\n  -> POOL 2 -> FC 10\n");

        Assert.Equal(await Invocation.Of("describe", Cifar), await Invocation.Of("describe", folder.File("stack.net")));
    }

    [Fact]
    public async Task A_misfit_is_shown_in_its_place_with_every_repair()
    {
        Invocation describe = await Invocation.Of("describe", "INPUT 10x10x3\n-> CONV 4 3x3 s2 -> FC 10");

        Assert.Equal((2, ""), (describe.Code, describe.Output));
        Approved.Equal("Describing/misfit", describe.Error);
    }

    /// <summary>The message to a word that is none lists those that there are.</summary>
    [Fact]
    public async Task The_help_names_every_word_of_the_notation()
    {
        string error = (await Invocation.Of("describe", "INPUT 8x8x3 -> CONF 4 3x3")).Error, help = (await Invocation.Of("describe", "--help")).Output;
        string[] words = Regex.Match(error, @"Write CONV, or another of ([^.]+)\.").Groups[1].Value.Split(", ");

        Assert.Contains("CONV", words);
        Assert.All(words, word => Assert.Matches($@"\b{word}\b", help));
    }

    [Theory]
    [InlineData("INPUT 8x8x3 -> CONF 4 3x3", "  INPUT 8x8x3 -> CONF 4 3x3\n                 ^^^^\n")]
    [InlineData("INPUT 8x8x3 ->", "  INPUT 8x8x3 ->\n                ^\n")]
    [InlineData("INPUT 8x0x3 -> FC 1", "column ")]
    [InlineData("", "line 1, column 1: ")]
    public async Task A_mistake_is_underlined(string notation, string expected)
    {
        Invocation describe = await Invocation.Of("describe", notation);

        Assert.Equal((2, ""), (describe.Code, describe.Output));
        Assert.Contains(expected, describe.Error);
    }

    [Fact]
    public async Task Counts_past_64_bits_are_said_to_be_so()
    {
        Invocation describe = await Invocation.Of("describe", "INPUT 2000000000x2000000000x2000000000 -> RELU");

        Assert.Equal((2, ""), (describe.Code, describe.Output));
        Assert.Contains("64-bit", describe.Error);
        Assert.DoesNotContain("   at ", describe.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() => Assert.Equal(
        new Invocation(2, "", "no/such.net: there is no such file. Check the path.\n"), await Invocation.Of("describe", "no/such.net"));

    [Fact]
    public async Task The_program_itself_ends_with_the_same_code()
    {
        Invocation describe = await Invocation.OfProcess(Path.GetTempPath(), "describe", "INPUT 10x10x3 -> CONV 4 3x3 s2");

        Assert.Equal((2, ""), (describe.Code, describe.Output));
        Assert.Contains("(10 − 3 + 0)/2 + 1 = 4.5", describe.Error);
    }
}
