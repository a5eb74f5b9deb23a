using System.Diagnostics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>The library itself, entered where its layers enter it.</summary>
internal sealed class Ours(ConvAlgorithm algorithm) : IPeer
{
    public string Name => "ours";

    public string? Version => typeof(Compute).Assembly.GetName().Version?.ToString(3);

    public string Remark => Compute.Description;

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        yield return new OursOnTensors(c, algorithm);
        if (algorithm is ConvAlgorithm.Auto or ConvAlgorithm.Direct && OursInNetwork.Takes(c.Problem))
            yield return new OursInNetwork(c);
    }

    public IEnumerable<IContestant> Prepare(NetCase c) => [new OursNet(c)];

    public void Dispose()
    {
    }
}

/// <summary>N C H W in and out, as a layer calls it.</summary>
internal sealed class OursOnTensors(ConvCase c, ConvAlgorithm algorithm) : IContestant
{
    private readonly PackedFilters? packed = c.Pass switch
    {
        Pass.Forward => Conv2dAlgorithms.Pack(c.Problem, c.Filters, algorithm),
        Pass.InputGradient => Conv2dGradientAlgorithms.PackForInput(c.Problem, c.Filters, algorithm),
        _ => null,
    };

    private readonly float[] result = new float[c.ResultLength];

    public string Name => "ours";

    public bool InNetwork => false;

    public string Algorithm => algorithm.ToString();

    public double Run(int times)
    {
        Compute.Threads = c.Threads;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            Call();
        return clock.Elapsed.TotalSeconds;
    }

    public float[] Values(int[] places) => Array.ConvertAll(places, i => result[i]);

    public void Dispose()
    {
    }

    private void Call()
    {
        switch (c.Pass)
        {
            case Pass.Forward:
                Conv2dAlgorithms.Forward(c.Problem, c.Input, c.Filters, packed, c.Biases, result, algorithm);
                break;
            case Pass.InputGradient:
                Conv2dGradientAlgorithms.Input(c.Problem, c.OutputGradient, c.Filters, packed, result, algorithm);
                break;
            default:
                Conv2dGradientAlgorithms.Filters(c.Problem, c.Input, c.OutputGradient, result, null, algorithm);
                break;
        }
    }
}
