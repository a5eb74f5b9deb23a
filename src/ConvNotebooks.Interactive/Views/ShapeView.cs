namespace ConvNotebooks.Interactive.Views;

/// <summary>A volume's size: <c>[32x32x3]: width 32, height 32, depth 3; 32·32·3 = 3,072 neurons</c>.</summary>
internal static class ShapeView
{
    public static View Of(Shape shape)
    {
        var (width, height, depth) = shape;
        return new($"{shape}: width {width}, height {height}, depth {depth}; {shape.Neurons.Derivation}");
    }
}
