namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Weights (uniform, with He's variance 2 / fan-in, so that activations keep their size through deep networks) and biases of a
/// stage: a stream of <see cref="Numbers"/> for each, times a scale.
/// </summary>
internal static class NetNumbers
{
    private const uint FirstStream = 100;

    public static uint Stream(Stage stage, int parameter) => FirstStream + 2 * (uint)stage.Number + (uint)parameter;

    public static float Scale(Stage stage, int parameter)
    {
        var shape = stage.Layer.Parameters[0].Shape;
        return parameter == 0 ? (float)(2 * Math.Sqrt(6.0 / ((double)shape.C * shape.H * shape.W))) : 0.1f;
    }

    public static float[] Of(Stage stage, int parameter)
    {
        var shape = stage.Layer.Parameters[parameter].Shape;
        var values = Numbers.Of(Stream(stage, parameter), shape.N * shape.C * shape.H * shape.W);
        var scale = Scale(stage, parameter);
        for (var i = 0; i < values.Length; i++)
            values[i] *= scale;
        return values;
    }
}
