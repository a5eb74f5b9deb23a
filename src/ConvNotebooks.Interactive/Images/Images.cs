using ConvNotebooks.Interactive.Drawing;
using SkiaSharp;

namespace ConvNotebooks.Interactive;

/// <summary>Reads pictures into tensors and writes them back. A level of 0 to 255 is a value of 0 to 1.</summary>
public static class Images
{
    /// <summary>Reads a PNG or JPEG file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// Values from 0 to 1 (the file's levels divided by 255): [1, 3, H, W] red, green, blue; [1, 1, H, W] where the file is grey.
    /// Transparency is laid on white.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no PNG or JPEG, or is damaged.</exception>
    public static Tensor Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"Images: '{path}' does not exist. Give the path of a PNG or JPEG file.", path);
        using var data = SKData.CreateCopy(File.ReadAllBytes(path));
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
            throw new InvalidDataException($"Images: '{path}' is no PNG or JPEG file. Give a file in one of these formats.");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InvalidDataException($"Images: '{path}' is damaged: it ends before its last pixel. Fetch or save it again.");
        return ToTensor(bitmap.GetPixelSpan(), info.Width, info.Height, codec.Info.ColorType == SKColorType.Gray8);
    }

    /// <summary>Writes an image as PNG or, where the name ends so, JPEG (quality 90); first under a temporary name.</summary>
    /// <param name="path">Where to; the name ends in .png, .jpg or .jpeg.</param>
    /// <param name="image">[1, 1, H, W] grey or [1, 3, H, W] colour, values from 0 to 1; others are clipped.</param>
    /// <exception cref="ShapeException">Not one image of 1 or 3 channels.</exception>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static void Write(string path, Tensor image)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(image);
        if (image.Shape is not { N: 1, C: 1 or 3 })
        {
            throw new ShapeException($"Images: {image.Shape} is not one image of 1 or 3 channels. "
                + "Write one image at a time, grey or in colour.");
        }

        var (width, height) = (image.Shape.W, image.Shape.H);
        var pixels = new int[width * height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = ImagePicture.Pixel(image, i % width, i / width, 0, 1);
        Move(path, Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => Png.Encode(width, height, pixels),
            ".jpg" or ".jpeg" => Jpeg(width, height, pixels),
            _ => throw new ArgumentException($"Images: '{path}' names no known format. End the name in .png, .jpg or .jpeg.", nameof(path)),
        });
    }

    /// <summary>Writes a file under a temporary name beside its place and moves it there.</summary>
    internal static void Move(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw new IOException($"Images: '{path}' could not be written ({e.Message}) Give a folder that exists and may be written to.", e);
        }
    }

    private static Tensor ToTensor(ReadOnlySpan<byte> rgba, int width, int height, bool grey)
    {
        var tensor = new Tensor(1, grey ? 1 : 3, height, width);
        var values = tensor.Edit();
        for (var c = 0; c < tensor.Shape.C; c++)
        {
            for (var i = 0; i < width * height; i++)
            {
                int level = rgba[4 * i + c], alpha = rgba[4 * i + 3];
                values[c * width * height + i] = (level * alpha + 255 * (255 - alpha)) / (255f * 255f);
            }
        }

        return tensor;
    }

    private static byte[] Jpeg(int width, int height, int[] pixels)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var i = 0; i < pixels.Length; i++)
            bitmap.SetPixel(i % width, i / width, new SKColor(0xFF000000 | (uint)pixels[i]));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
