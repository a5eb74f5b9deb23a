using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>
/// The drawing of one stop: what a block of neurons sees of the input, the output slice in blocks that share, and as a sketch
/// the wires of one row, a colour for each set of weights.
/// </summary>
/// <param name="scene">What to draw on.</param>
/// <param name="input">The input volume.</param>
/// <param name="output">The output volume.</param>
/// <param name="window">The window along x.</param>
internal sealed class SharingFrame(Scene scene, Shape input, Shape output, Window window)
{
    private const double Face = 132;
    private const int Neurons = 8;
    private const int Taps = 3;
    private const int MostTinted = 400;

    /// <summary>Pixels along the drawing, and its height.</summary>
    public static (int Width, int Height) Size => (460, 310);

    // Okabe and Ito's palette; neighbours get colours that every kind of colour blindness tells apart.
    private static readonly int[] Colors = [Ink.Blue, Ink.Mark, Ink.Green, 0xCC79A7, Ink.Orange, 0x56B4E9, 0x8A6D3B, 0x555555];

    /// <summary>Draws a stop.</summary>
    public void Draw(SharingStop stop, int order, int stops, double left, double top)
    {
        scene.Text(left, top + 14, stop.Name, 13);
        scene.Text(left, top + 31, $"{stop.Formula} = {Numbers.Whole(stop.Parameters)} parameters", 11, Canvas.Grey);
        Planes(stop, left, top + 58);
        Wires(stop, order, stops, left, top + 58 + Face + 34);
    }

    private void Planes(SharingStop stop, double left, double top)
    {
        var zoom = Face / Math.Max(input.Width, input.Height);
        double width = input.Width * zoom, height = input.Height * zoom;
        scene.Text(left, top - 5, $"input {input}", 10, Canvas.Grey);
        scene.Rectangle(left, top, width, height, Ink.Input, Ink.Edge, $"input {input}");
        var seen = stop.Block == 0 ? Math.Max(input.Width, input.Height) : window.Extent + (stop.Block - 1) * window.Stride;
        var (across, down) = (Math.Min(seen, input.Width), Math.Min(seen, input.Height));
        var sees = stop.Block < 2 ? "a neuron sees" : "a block of neurons sees";
        scene.Rectangle(left, top, across * zoom, down * zoom, -1, Ink.Mark, $"{sees} {across}x{down} pixels", 2);

        var right = left + Face + 110;
        var cell = Face / Math.Max(output.Width, output.Height);
        scene.Text(right, top - 5, $"output slice {output.Width}x{output.Height}", 10, Canvas.Grey);
        var block = Math.Max(1, stop.Block);
        int columns = Math.Max(1, output.Width / block), rows = Math.Max(1, output.Height / block);
        double blockWidth = Math.Min(block, output.Width) * cell, blockHeight = Math.Min(block, output.Height) * cell;
        scene.Rectangle(right, top, output.Width * cell, output.Height * cell, Ink.Output, Ink.Edge, $"{Numbers.Whole(stop.Sets)} sets of weights in a slice");
        for (var row = 0; row < rows && stop.Sets <= MostTinted; row++)
        {
            for (var column = 0; column < columns; column++)
                scene.Rectangle(right + column * blockWidth, top + row * blockHeight, blockWidth, blockHeight, (column + row) % 2 == 0 ? Ink.Output : 0xB5E3B5, Ink.Edge, $"set {Numbers.Whole(row * columns + column)} of {Numbers.Whole(stop.Sets)}");
        }

        for (var column = 1; column < columns && stop.Sets > MostTinted; column++)
            scene.Line((right + column * blockWidth, top), (right + column * blockWidth, top + output.Height * cell), Ink.Edge, 0.5);
        for (var row = 1; row < rows && stop.Sets > MostTinted; row++)
            scene.Line((right, top + row * blockHeight), (right + output.Width * cell, top + row * blockHeight), Ink.Edge, 0.5);
        scene.Rectangle(right, top, blockWidth, blockHeight, -1, Ink.Mark, "one set of weights", 2);
        scene.Line((left + across * zoom, top + Math.Min(down, 11) * zoom / 2), (right, top + blockHeight / 2), Ink.Mark);
    }

    /// <summary>A row of 8 neurons over 10 pixels with a window of 3, whatever the layer: a colour for each set of weights.</summary>
    private void Wires(SharingStop stop, int order, int stops, double left, double top)
    {
        const double step = 40, high = 46;
        var together = stop.Block <= 1 ? 1 : order == stops - 1 ? Neurons : Math.Min(Neurons / 2, 1 << (order - 1));
        var pixels = Neurons + Taps - 1;
        double Pixel(int i) => left + 6 + i * step;
        double Neuron(int i) => left + 6 + (i + 1) * step;
        for (var neuron = 0; neuron < Neurons; neuron++)
        {
            var color = Colors[neuron / together % Colors.Length];
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                if (stop.Block == 0 || (pixel >= neuron && pixel < neuron + Taps))
                    scene.Line((Pixel(pixel), top + high), (Neuron(neuron), top), color, stop.Block == 0 ? 0.7 : 1.6);
            }
        }

        for (var pixel = 0; pixel < pixels; pixel++)
            scene.Rectangle(Pixel(pixel) - 5, top + high - 5, 10, 10, Ink.Input, Ink.Edge, "pixel");
        for (var neuron = 0; neuron < Neurons; neuron++)
            scene.Rectangle(Neuron(neuron) - 5, top - 5, 10, 10, Ink.Output, Ink.Edge, $"neuron with weights of set {neuron / together}");
        scene.Text(left, top + high + 21, "a row, as a sketch: a colour for each set of weights", 10, Canvas.Grey);
    }
}
