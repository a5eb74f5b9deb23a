using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// A model loaded into ONNX Runtime with its input and output bound to memory of the runtime's own allocator: every graph
/// optimisation, the default spinning, one operator at a time.
/// </summary>
internal sealed class OnnxSession : IContestant
{
    private readonly SessionOptions options = new();
    private readonly RunOptions runOptions = new();
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly OrtValue input, output;

    public OnnxSession(byte[] model, int threads, ReadOnlySpan<float> x, long[] inputShape, long[] outputShape)
    {
        options.IntraOpNumThreads = threads;
        options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
        session = new(model, options);
        binding = session.CreateIoBinding();
        input = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, inputShape);
        output = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, outputShape);
        x.CopyTo(input.GetTensorMutableDataAsSpan<float>());
        binding.BindInput("x", input);
        binding.BindOutput("y", output);
    }

    public string Name => "onnxruntime";

    public bool InNetwork => false;

    public string Algorithm => "";

    public double Run(int times)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            session.RunWithBinding(runOptions, binding);
        return clock.Elapsed.TotalSeconds;
    }

    public float[] Values(int[] places) => Array.ConvertAll(places, i => output.GetTensorDataAsSpan<float>()[i]);

    public void Dispose()
    {
        binding.Dispose();
        input.Dispose();
        output.Dispose();
        session.Dispose();
        runOptions.Dispose();
        options.Dispose();
    }
}
