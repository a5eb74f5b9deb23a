using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace ConvNotebooks.Benchmarks;

/// <summary>The times of a network's nodes as ONNX Runtime's own profiler writes them; it says nothing of a node's operations.</summary>
internal static class OnnxProfile
{
    public static List<(string Name, double Milliseconds, double Flops)> Nodes(NetCase c, int rounds)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = c.Threads,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            EnableProfiling = true,
            ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"convnotebooks-{Environment.ProcessId}"),
        };
        using var session = new InferenceSession(NetOnnx.Model(c), options);
        using var run = new RunOptions();
        var x = c.InputShape;
        using var input = OrtValue.CreateTensorValueFromMemory(c.Input, [x.N, x.C, x.H, x.W]);
        for (var i = 0; i < Math.Max(rounds, 5) * 5; i++)
            session.Run(run, ["x"], [input], ["y"]).Dispose();
        var path = session.EndProfiling();
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        File.Delete(path);
        return
        [
            .. document.RootElement.EnumerateArray()
                .Where(e => e.GetProperty("cat").GetString() == "Node" && e.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal))
                .GroupBy(e => e.GetProperty("name").GetString()!)
                .Select(node => ($"{node.First().GetProperty("args").GetProperty("op_name").GetString()} {node.Key.Replace("_kernel_time", "", StringComparison.Ordinal)}",
                    Statistics.Median([.. node.Select(e => e.GetProperty("dur").GetDouble() / 1000)]), 0.0)),
        ];
    }
}
