using System.Diagnostics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>The library itself, entered where its layers enter it.</summary>
internal sealed class Ours(ConvAlgorithm algorithm) : IPeer
{
    public string Name => "ours";

    public string? Version => typeof(Compute).Assembly.GetName().Version?.ToString(3);

    public string Remark => Compute.Description;

    /// <summary>Whether the library has the pass.</summary>
    public static bool Has(Pass pass) => pass == Pass.Forward;

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        if (!Has(c.Pass))
            yield break;
        yield return new OursOnTensors(c, algorithm);
        if (algorithm is ConvAlgorithm.Auto or ConvAlgorithm.Direct && OursInNetwork.Takes(c.Problem))
            yield return new OursInNetwork(c);
    }

    public void Dispose()
    {
    }
}

/// <summary>N C H W in and out, as a layer calls it.</summary>
internal sealed class OursOnTensors(ConvCase c, ConvAlgorithm algorithm) : IContestant
{
    private readonly PackedFilters? packed = Conv2dAlgorithms.Pack(c.Problem, c.Filters, algorithm);
    private readonly float[] output = new float[c.Problem.OutputLength];

    public string Name => "ours";

    public bool InNetwork => false;

    public string Algorithm => algorithm.ToString();

    public double Run(int times)
    {
        Compute.Threads = c.Threads;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            Conv2dAlgorithms.Forward(c.Problem, c.Input, c.Filters, packed, c.Biases, output, algorithm);
        return clock.Elapsed.TotalSeconds;
    }

    public float[] Values(int[] places) => Array.ConvertAll(places, i => output[i]);

    public void Dispose()
    {
    }
}
