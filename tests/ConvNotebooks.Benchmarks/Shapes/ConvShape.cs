using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>A convolutional layer of a known network, without its minibatch: one line of a shape table.</summary>
internal sealed record ConvShape
{
    public required string Name { get; init; }

    public required int Channels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Filters { get; init; }

    public required int FilterHeight { get; init; }

    public required int FilterWidth { get; init; }

    public int Stride { get; init; } = 1;

    public int Pad { get; init; }

    public int Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    /// <summary>How many layers of the network have this shape.</summary>
    public int Times { get; init; } = 1;

    public int OutHeight => (Height + 2 * Pad - (FilterHeight - 1) * Dilation - 1) / Stride + 1;

    public int OutWidth => (Width + 2 * Pad - (FilterWidth - 1) * Dilation - 1) / Stride + 1;

    public ConvProblem Problem(int batch) => new()
    {
        Batch = batch,
        Channels = Channels,
        Height = Height,
        Width = Width,
        Filters = Filters,
        FilterHeight = FilterHeight,
        FilterWidth = FilterWidth,
        StrideH = Stride,
        StrideW = Stride,
        PadTop = Pad,
        PadLeft = Pad,
        DilationH = Dilation,
        DilationW = Dilation,
        Groups = Groups,
        OutHeight = OutHeight,
        OutWidth = OutWidth,
    };

    /// <summary>Reads a line such as <c>conv2 96x27x27 256 5x5 p2 g2</c>.</summary>
    /// <exception cref="FormatException">The line is no shape; the message shows it.</exception>
    public static ConvShape Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4 || Sizes(words[1]) is not [var c, var h, var w] || Sizes(words[2]) is not [var k] || Sizes(words[3]) is not [var fh, var fw])
            throw Bad(line, "a name, an input such as 96x27x27, a number of filters and a filter size such as 5x5 were needed");

        var shape = new ConvShape { Name = words[0], Channels = c, Height = h, Width = w, Filters = k, FilterHeight = fh, FilterWidth = fw };
        foreach (var word in words.Skip(4))
        {
            if (!int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < (word[0] == 'p' ? 0 : 1))
                throw Bad(line, $"'{word}' is no option: s2, p1, d2, g2 or x3 was needed");
            shape = word[0] switch
            {
                's' => shape with { Stride = n },
                'p' => shape with { Pad = n },
                'd' => shape with { Dilation = n },
                'g' => shape with { Groups = n },
                'x' => shape with { Times = n },
                _ => throw Bad(line, $"'{word}' is no option: s2, p1, d2, g2 or x3 was needed"),
            };
        }

        if (c % shape.Groups != 0 || k % shape.Groups != 0)
            throw Bad(line, $"groups that divide {c} channels and {k} filters were needed");
        if (shape.OutHeight < 1 || shape.OutWidth < 1 || (fh - 1) * shape.Dilation >= h + 2 * shape.Pad || (fw - 1) * shape.Dilation >= w + 2 * shape.Pad)
            throw Bad(line, "a filter that fits into the padded input was needed");
        return shape;
    }

    /// <summary>The line that <see cref="Parse"/> reads, without the multiplicity.</summary>
    public override string ToString() => $"{Name} {Channels}x{Height}x{Width} {Filters} {FilterHeight}x{FilterWidth}"
        + Option('s', Stride, 1) + Option('p', Pad, 0) + Option('d', Dilation, 1) + Option('g', Groups, 1);

    private static string Option(char letter, int value, int usual) => value == usual ? "" : $" {letter}{value}";

    private static int[] Sizes(string word)
    {
        var sizes = word.Split('x').Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
        return Array.Exists(sizes, n => n < 1) ? [] : sizes;
    }

    private static FormatException Bad(string line, string needed) => new($"Shapes: the line '{line.Trim()}' came; {needed}.");
}
