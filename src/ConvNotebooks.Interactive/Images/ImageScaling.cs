namespace ConvNotebooks.Interactive;

/// <summary>Brings images of any size to the volume that a network begins with.</summary>
public static class ImageScaling
{
    /// <summary>
    /// Reads a PNG or JPEG file and scales it to a volume: the largest centred part of the volume's proportions, each pixel the
    /// mean of the area it covers. An <see cref="ImageReader"/> for <see cref="ImageFolder"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The volume: depth 3 is red, green, blue; depth 1 is grey (0.299, 0.587 and 0.114 of them).</param>
    /// <returns>W·H·D bytes, a depth slice after the other.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no PNG or JPEG, or is damaged.</exception>
    /// <exception cref="ShapeException">A depth other than 1 and 3.</exception>
    public static byte[] Read(string path, Shape shape)
    {
        if (shape.Depth is not (1 or 3))
            throw new ShapeException($"ImageScaling: {shape} came, and images have a depth of 1 (grey) or 3 (colour). Begin the network with one of those.");
        var image = Images.Read(path);
        var (width, height) = (image.Shape.W, image.Shape.H);
        var scale = Math.Min((double)width / shape.Width, (double)height / shape.Height);
        var (left, top) = ((width - scale * shape.Width) / 2, (height - scale * shape.Height) / 2);
        var bytes = new byte[shape.Width * shape.Height * shape.Depth];
        for (var d = 0; d < shape.Depth; d++)
        {
            for (var y = 0; y < shape.Height; y++)
            {
                for (var x = 0; x < shape.Width; x++)
                {
                    var mean = Mean(image, shape.Depth, d, (left + x * scale, left + (x + 1) * scale), (top + y * scale, top + (y + 1) * scale));
                    bytes[(d * shape.Height + y) * shape.Width + x] = (byte)Math.Clamp(Math.Floor(255 * mean + 0.5), 0, 255);
                }
            }
        }

        return bytes;
    }

    /// <summary>The mean of an area, pixels at its edge counted by the part that lies in it.</summary>
    private static double Mean(Tensor image, int depth, int d, (double From, double To) columns, (double From, double To) rows)
    {
        double sum = 0, area = 0;
        for (var y = (int)rows.From; y < Math.Min(image.Shape.H, rows.To); y++)
        {
            var tall = Math.Min(y + 1, rows.To) - Math.Max(y, rows.From);
            for (var x = (int)columns.From; x < Math.Min(image.Shape.W, columns.To); x++)
            {
                var part = tall * (Math.Min(x + 1, columns.To) - Math.Max(x, columns.From));
                sum += part * Level(image, depth, d, x, y);
                area += part;
            }
        }

        return sum / area;
    }

    private static double Level(Tensor image, int depth, int d, int x, int y) =>
        image.Shape.C == 1 ? image[0, 0, y, x]
        : depth == 3 ? image[0, d, y, x]
        : 0.299 * image[0, 0, y, x] + 0.587 * image[0, 1, y, x] + 0.114 * image[0, 2, y, x];
}
