using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>Operations on one element at a time. x and y have one length and may be the same.</summary>
internal static unsafe class Elementwise
{
    /// <summary>y = x below zero ? 0 : x. NaN stays NaN, −0 stays −0.</summary>
    public static void Relu(float[] x, float[] y) => Map<RectifyFunction>(x, y);

    /// <summary>y = x below zero ? 0 : x.</summary>
    public static void Relu(float* x, float* y, long length) => Start(new ElementwiseMap<RectifyFunction>(default, x, y), length);

    /// <summary>y = e^x; see <see cref="Exponential"/>.</summary>
    public static void Exp(float[] x, float[] y) => Map<ExponentialFunction>(x, y);

    /// <summary>y = ln x; see <see cref="Logarithm"/>.</summary>
    public static void Log(float[] x, float[] y) => Map<LogarithmFunction>(x, y);

    /// <summary>dx = x above zero ? dy : 0, from the rectifier's input or output: the gradient at 0 is 0.</summary>
    public static void ReluGradient(float[] x, float[] dy, float[] dx) => Zip<RectifierGradient>(x, dy, dx);

    /// <summary>dx = x above zero ? dy : 0; dx may be dy.</summary>
    public static void ReluGradient(float* x, float* dy, float* dx, long length) =>
        Start(new ElementwiseZip<RectifierGradient>(default, x, dy, dx), length);

    /// <summary>y = x below zero ? slope·x : x. NaN stays NaN.</summary>
    public static void LeakyRelu(float[] x, float[] y, float slope) => Map(x, y, new LeakyFunction { Slope = slope });

    /// <summary>dx = x above zero ? dy : slope·dy.</summary>
    public static void LeakyReluGradient(float[] x, float[] dy, float[] dx, float slope) => Zip(x, dy, dx, new LeakyGradient { Slope = slope });

    /// <summary>y = a + b.</summary>
    public static void Add(float[] a, float[] b, float[] y) => Zip<Sum>(a, b, y);

    /// <summary>y = a + b.</summary>
    public static void Add(float* a, float* b, float* y, long length) => Start(new ElementwiseZip<Sum>(default, a, b, y), length);

    /// <summary>y = a·b.</summary>
    public static void Multiply(float[] a, float[] b, float[] y) => Zip<Product>(a, b, y);

    private static void Map<TFunction>(float[] x, float[] y, TFunction function = default)
        where TFunction : unmanaged, IElementFunction
    {
        fixed (float* from = x, to = y)
            Start(new ElementwiseMap<TFunction>(function, from, to), x.Length);
    }

    private static void Zip<TFunction>(float[] a, float[] b, float[] y, TFunction function = default)
        where TFunction : unmanaged, IPairFunction
    {
        fixed (float* first = a, second = b, to = y)
            Start(new ElementwiseZip<TFunction>(function, first, second, to), a.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start<TStep>(TStep step, long length)
        where TStep : unmanaged, IElementStep => Lanes.Start(new ElementParts<TStep>(step, checked((int)length), length));

    private readonly struct RectifierGradient : IPairFunction
    {
        public V Of<L, V>(V x, V dy)
            where L : ILanes<V>
            where V : unmanaged => L.IfLess(L.Broadcast(0), x, dy, L.Broadcast(0));
    }

    private struct LeakyFunction : IElementFunction
    {
        public float Slope;

        public readonly V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => L.IfLess(x, L.Broadcast(0), L.Multiply(L.Broadcast(Slope), x), x);
    }

    private struct LeakyGradient : IPairFunction
    {
        public float Slope;

        public readonly V Of<L, V>(V x, V dy)
            where L : ILanes<V>
            where V : unmanaged => L.IfLess(L.Broadcast(0), x, dy, L.Multiply(L.Broadcast(Slope), dy));
    }

    private readonly struct Sum : IPairFunction
    {
        public V Of<L, V>(V a, V b)
            where L : ILanes<V>
            where V : unmanaged => L.Add(a, b);
    }

    private readonly struct Product : IPairFunction
    {
        public V Of<L, V>(V a, V b)
            where L : ILanes<V>
            where V : unmanaged => L.Multiply(a, b);
    }

    private readonly struct RectifyFunction : IElementFunction
    {
        public V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => L.Rectify(x);
    }

    private readonly struct ExponentialFunction : IElementFunction
    {
        public V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => Exponential.Exp<L, V>(x);
    }

    private readonly struct LogarithmFunction : IElementFunction
    {
        public V Of<L, V>(V x)
            where L : ILanes<V>
            where V : unmanaged => Logarithm.Log<L, V>(x);
    }
}
