using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>A convolution of a known network, without its batch.</summary>
internal sealed record ConvShape(string Name, int Channels, int Height, int Width, int Filters, int FilterHeight, int FilterWidth,
    int Stride, int Pad, int Groups)
{
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
        Groups = Groups,
        OutHeight = (Height + 2 * Pad - FilterHeight) / Stride + 1,
        OutWidth = (Width + 2 * Pad - FilterWidth) / Stride + 1,
    };

    /// <summary>The shapes of a list of networks and files.</summary>
    /// <exception cref="UsageException">A name is neither, or a file's line is no shape.</exception>
    public static IEnumerable<ConvShape> Of(IEnumerable<string> names) => names.SelectMany(name =>
        Networks.TryGetValue(name, out var shapes) ? shapes
        : File.Exists(name) ? File.ReadLines(name).Where(line => line.Trim() is { Length: > 0 } and not ['#', ..]).Select(Parse)
        : throw new UsageException($"benchmarks: --shapes has '{name}'; {string.Join(", ", Networks.Keys)} or a file was needed."));

    private static readonly Dictionary<string, ConvShape[]> Networks = new()
    {
        ["alexnet"] = // Krizhevsky et al. 2012 on 227x227, groups as published.
        [
            Square("alexnet.conv1", 3, 227, 96, 11, 4, 0),
            Square("alexnet.conv2", 96, 27, 256, 5, 1, 2, 2),
            Square("alexnet.conv3", 256, 13, 384, 3, 1, 1),
            Square("alexnet.conv4", 384, 13, 384, 3, 1, 1, 2),
            Square("alexnet.conv5", 384, 13, 256, 3, 1, 1, 2),
        ],
        ["vgg16"] = // Simonyan and Zisserman 2014, distinct shapes.
        [
            Square("vgg16.conv1_1", 3, 224, 64, 3, 1, 1),
            Square("vgg16.conv1_2", 64, 224, 64, 3, 1, 1),
            Square("vgg16.conv2_1", 64, 112, 128, 3, 1, 1),
            Square("vgg16.conv2_2", 128, 112, 128, 3, 1, 1),
            Square("vgg16.conv3_1", 128, 56, 256, 3, 1, 1),
            Square("vgg16.conv3_2", 256, 56, 256, 3, 1, 1),
            Square("vgg16.conv4_1", 256, 28, 512, 3, 1, 1),
            Square("vgg16.conv4_2", 512, 28, 512, 3, 1, 1),
            Square("vgg16.conv5_1", 512, 14, 512, 3, 1, 1),
        ],
        ["resnet50"] = // He et al. 2015, stride in the 3x3 as in every library since; distinct shapes.
        [
            Square("resnet50.conv1", 3, 224, 64, 7, 2, 3),
            Square("resnet50.2a", 64, 56, 64, 1, 1, 0),
            Square("resnet50.2b", 64, 56, 64, 3, 1, 1),
            Square("resnet50.2c", 64, 56, 256, 1, 1, 0),
            Square("resnet50.2a'", 256, 56, 64, 1, 1, 0),
            Square("resnet50.3a", 256, 56, 128, 1, 1, 0),
            Square("resnet50.3b/2", 128, 56, 128, 3, 2, 1),
            Square("resnet50.3s/2", 256, 56, 512, 1, 2, 0),
            Square("resnet50.3b", 128, 28, 128, 3, 1, 1),
            Square("resnet50.3c", 128, 28, 512, 1, 1, 0),
            Square("resnet50.4b/2", 256, 28, 256, 3, 2, 1),
            Square("resnet50.4s/2", 512, 28, 1024, 1, 2, 0),
            Square("resnet50.4b", 256, 14, 256, 3, 1, 1),
            Square("resnet50.4c", 256, 14, 1024, 1, 1, 0),
            Square("resnet50.4a'", 1024, 14, 256, 1, 1, 0),
            Square("resnet50.5b/2", 512, 14, 512, 3, 2, 1),
            Square("resnet50.5b", 512, 7, 512, 3, 1, 1),
            Square("resnet50.5c", 512, 7, 2048, 1, 1, 0),
        ],
        ["cifar"] = // The ConvNetJS CIFAR-10 network and ResNet-20 on 32x32 images.
        [
            Square("cifar.conv1", 3, 32, 16, 5, 1, 2),
            Square("cifar.conv2", 16, 16, 20, 5, 1, 2),
            Square("cifar.conv3", 20, 8, 20, 5, 1, 2),
            Square("cifar.resnet16", 16, 32, 16, 3, 1, 1),
            Square("cifar.resnet32/2", 16, 32, 32, 3, 2, 1),
            Square("cifar.resnet32", 32, 16, 32, 3, 1, 1),
            Square("cifar.resnet64", 64, 8, 64, 3, 1, 1),
        ],
        ["mobilenet"] = // Howard et al. 2017: depthwise and pointwise pairs.
        [
            Square("mobilenet.conv1", 3, 224, 32, 3, 2, 1),
            Square("mobilenet.dw1", 32, 112, 32, 3, 1, 1, 32),
            Square("mobilenet.pw1", 32, 112, 64, 1, 1, 0),
            Square("mobilenet.dw2/2", 64, 112, 64, 3, 2, 1, 64),
            Square("mobilenet.dw3", 128, 56, 128, 3, 1, 1, 128),
            Square("mobilenet.pw3", 128, 56, 128, 1, 1, 0),
            Square("mobilenet.dw7", 512, 14, 512, 3, 1, 1, 512),
            Square("mobilenet.pw7", 512, 14, 512, 1, 1, 0),
        ],
    };

    private static ConvShape Square(string name, int channels, int size, int filters, int filter, int stride, int pad, int groups = 1) =>
        new(name, channels, size, size, filters, filter, filter, stride, pad, groups);

    private static ConvShape Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Skip(1).Select(w => int.TryParse(w, CultureInfo.InvariantCulture, out var n) ? n : -1).ToArray();
        return numbers is [var c, var h, var w, var k, var fh, var fw, var stride, var pad, var groups] && numbers.All(n => n >= 0)
            ? new(words[0], c, h, w, k, fh, fw, stride, pad, groups)
            : throw new UsageException($"benchmarks: a line of the shapes file is '{line}'; name C H W K FH FW stride pad groups was needed.");
    }
}
