namespace ConvNotebooks.Benchmarks;

/// <summary>A training step of PyTorch in a child process, in the faster of its memory layouts.</summary>
internal sealed class TorchTraining : IContestant
{
    /// <summary>Losses of the first steps that both sides keep, to see that they train the same.</summary>
    public const int Kept = 3;

    private readonly TorchProcess process;

    public TorchTraining(TorchProcess process, TrainingCase c)
    {
        this.process = process;
        Algorithm = process.Ask(new
        {
            @do = "prepare",
            threads = c.Threads,
            input = new[] { c.InputShape.N, c.InputShape.C, c.InputShape.H, c.InputShape.W },
            classes = c.Classes,
            rate = TrainingCase.Rate,
            momentum = TrainingCase.Momentum,
            layers = c.Network.Stages.Select(NetTorch.Layer),
        })["algorithm"]!.GetValue<string>();
    }

    public string Name => "torch";

    public bool InNetwork => false;

    public string Algorithm { get; }

    public double Run(int times) => process.Ask(new { @do = "run", times })["seconds"]!.GetValue<double>();

    /// <summary>The losses of the first steps.</summary>
    public float[] Values(int[] places)
    {
        var losses = process.Ask(new { @do = "losses" })["values"]!.AsArray();
        return Array.ConvertAll(places, i => losses[i]!.GetValue<float>());
    }

    public void Dispose()
    {
    }
}
