namespace ConvNotebooks.Routines;

/// <summary>Operations on one element at a time. x and y have one length and may be the same.</summary>
internal static unsafe class Elementwise
{
    /// <summary>y = x below zero ? 0 : x. NaN stays NaN, −0 stays −0.</summary>
    public static void Relu(float[] x, float[] y) => Map<RectifyFunction>(x, y);

    /// <summary>x = x below zero ? 0 : x, in place.</summary>
    public static void Relu(float* x, long length) => Lanes.Start(new ElementwiseMap<RectifyFunction>(x, x, checked((int)length)));

    /// <summary>y = e^x; see <see cref="Exponential"/>.</summary>
    public static void Exp(float[] x, float[] y) => Map<ExponentialFunction>(x, y);

    /// <summary>y = ln x; see <see cref="Logarithm"/>.</summary>
    public static void Log(float[] x, float[] y) => Map<LogarithmFunction>(x, y);

    private static void Map<TFunction>(float[] x, float[] y)
        where TFunction : IElementFunction
    {
        fixed (float* from = x, to = y)
            Lanes.Start(new ElementwiseMap<TFunction>(from, to, x.Length));
    }

    private readonly struct RectifyFunction : IElementFunction
    {
        public static V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => L.Rectify(x);
    }

    private readonly struct ExponentialFunction : IElementFunction
    {
        public static V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => Exponential.Exp<L, V>(x);
    }

    private readonly struct LogarithmFunction : IElementFunction
    {
        public static V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => Logarithm.Log<L, V>(x);
    }
}
