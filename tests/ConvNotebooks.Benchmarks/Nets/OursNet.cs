using System.Diagnostics;

namespace ConvNotebooks.Benchmarks;

/// <summary>A network computed by the library's inference plan.</summary>
internal sealed class OursNet(NetCase c) : IContestant
{
    private readonly InferencePlan plan = new(c.Network.With(c.Algorithm), c.Batch);
    private readonly Tensor input = new(c.InputShape, c.Input);

    public string Name => "ours";

    public bool InNetwork => false;

    public string Algorithm => c.Algorithm.ToString();

    public double Run(int times)
    {
        Compute.Threads = c.Threads;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            plan.Run(input);
        return clock.Elapsed.TotalSeconds;
    }

    public float[] Values(int[] places) => Array.ConvertAll(places, i => plan.Output.Values[i]);

    public void Dispose()
    {
    }
}
