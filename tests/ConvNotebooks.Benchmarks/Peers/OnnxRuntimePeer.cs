using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace ConvNotebooks.Benchmarks;

/// <summary>ONNX Runtime in this process, as it comes: all optimisations, spinning threads, weights prepared by the session.</summary>
internal sealed class OnnxRuntimePeer : IPeer
{
    public string Name => "onnxruntime";

    public string? Version { get; } = Find();

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        if (c.Pass == Pass.Forward)
            yield return new Session(c);
    }

    public void Dispose()
    {
    }

    private static string? Find()
    {
        try
        {
            return OrtEnv.Instance().GetVersionString();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return null;
        }
    }

    private sealed class Session : IContestant
    {
        private readonly InferenceSession session;
        private readonly OrtIoBinding binding;
        private readonly RunOptions run = new();
        private readonly OrtValue input, output;
        private readonly float[] result;

        public Session(ConvCase c)
        {
            using var options = new SessionOptions { IntraOpNumThreads = c.Threads, InterOpNumThreads = 1 };
            session = new InferenceSession(OnnxModel.Convolution(c), options);
            var p = c.Problem;
            result = new float[p.OutputLength];
            input = OrtValue.CreateTensorValueFromMemory(c.Input, [p.Batch, p.Channels, p.Height, p.Width]);
            output = OrtValue.CreateTensorValueFromMemory(result, [p.Batch, p.Filters, p.OutHeight, p.OutWidth]);
            binding = session.CreateIoBinding();
            binding.BindInput("x", input);
            binding.BindOutput("y", output);
        }

        public string Name => "onnxruntime";

        public bool InNetwork => false;

        public double Run(int times)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
                session.RunWithBinding(run, binding);
            return clock.Elapsed.TotalSeconds;
        }

        public float[]? Result() => result;

        public void Dispose()
        {
            binding.Dispose();
            input.Dispose();
            output.Dispose();
            run.Dispose();
            session.Dispose();
        }
    }
}
