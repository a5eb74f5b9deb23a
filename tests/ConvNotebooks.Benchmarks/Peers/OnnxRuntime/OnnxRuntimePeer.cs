using Microsoft.ML.OnnxRuntime;

namespace ConvNotebooks.Benchmarks;

/// <summary>ONNX Runtime in this process, on a model of one Conv. It has no gradients.</summary>
internal sealed class OnnxRuntimePeer : IPeer
{
    public OnnxRuntimePeer()
    {
        try
        {
            Version = OrtEnv.Instance().GetVersionString();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            Remark = $"its native library does not load here: {e.GetBaseException().Message}";
        }
    }

    public string Name => "onnxruntime";

    public string? Version { get; }

    public string Remark { get; } = "in this process, default spinning, bound input and output";

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        if (c.Pass == Pass.Forward)
            yield return new Contestant(c);
    }

    public void Dispose()
    {
    }

    /// <summary>The model of one convolution with x in and y out.</summary>
    public static byte[] Model(ConvCase c)
    {
        var (s, p) = (c.Shape, c.Problem);
        return new OnnxGraph()
            .Input("x", p.Batch, p.Channels, p.Height, p.Width)
            .Constant("w", c.Filters, p.Filters, p.GroupChannels, p.FilterHeight, p.FilterWidth)
            .Constant("b", c.Biases, p.Filters)
            .Node("Conv", ["x", "w", "b"], "y",
                ("kernel_shape", new[] { s.FilterHeight, s.FilterWidth }),
                ("strides", new[] { s.Stride, s.Stride }),
                ("pads", new[] { s.Pad, s.Pad, s.Pad, s.Pad }),
                ("dilations", new[] { s.Dilation, s.Dilation }),
                ("group", s.Groups))
            .Output("y", p.Batch, p.Filters, p.OutHeight, p.OutWidth)
            .ToModel();
    }

    private sealed class Contestant(ConvCase c) : IContestant
    {
        private readonly OnnxSession session = new(Model(c), c.Threads, c.Input,
            [c.Problem.Batch, c.Problem.Channels, c.Problem.Height, c.Problem.Width],
            [c.Problem.Batch, c.Problem.Filters, c.Problem.OutHeight, c.Problem.OutWidth]);

        public string Name => "onnxruntime";

        public bool InNetwork => false;

        public string Algorithm => "";

        public double Run(int times) => session.Run(times);

        public float[] Values(int[] places) => session.Values(places);

        public void Dispose() => session.Dispose();
    }
}
