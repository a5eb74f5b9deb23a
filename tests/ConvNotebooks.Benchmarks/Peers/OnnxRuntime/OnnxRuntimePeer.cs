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
        if (c.Pass != Pass.Forward)
            yield break;
        var p = c.Problem;
        yield return new OnnxSession(Model(c), c.Threads, c.Input,
            [p.Batch, p.Channels, p.Height, p.Width], [p.Batch, p.Filters, p.OutHeight, p.OutWidth]);
    }

    public IEnumerable<IContestant> Prepare(NetCase c)
    {
        var x = c.InputShape;
        yield return new OnnxSession(NetOnnx.Model(c), c.Threads, c.Input, [x.N, x.C, x.H, x.W], [c.Batch, c.Network.OutputShape.Depth]);
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
}
