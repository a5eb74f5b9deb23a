using System.Diagnostics;

namespace ConvNotebooks.Benchmarks;

/// <summary>A training step of this library: forward half, loss, backward half, update.</summary>
internal sealed class OursTraining : IContestant
{
    private readonly TrainingCase c;
    private readonly TrainingPass pass;
    private readonly Optimizer optimizer = new Sgd(TrainingCase.Rate, TrainingCase.Momentum);
    private readonly SoftmaxCrossEntropy loss = new();
    private readonly Tensor images;
    private readonly int[] labels;
    private readonly List<float> losses = [];

    public OursTraining(TrainingCase c, string name = "ours")
    {
        (this.c, Name) = (c, name);
        pass = new(c.Network, c.Batch);
        images = new(c.InputShape, Numbers.Of(Numbers.Input, (int)(long)c.InputShape.Values));
        labels = [.. Enumerable.Range(0, c.Batch).Select(i => i % c.Classes)];
    }

    public string Name { get; }

    public bool InNetwork => false;

    public string Algorithm => c.Algorithm.ToString();

    public double Run(int times)
    {
        Compute.Threads = c.Threads;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
        {
            pass.Forward(images, optimizer.Steps);
            var value = loss.Forward(pass.Output, labels, pass.OutputGradient);
            pass.Backward();
            optimizer.Step(pass.Learned);
            if (losses.Count < TorchTraining.Kept)
                losses.Add((float)value);
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The losses of the first steps.</summary>
    public float[] Values(int[] places) => Array.ConvertAll(places, i => losses[i]);

    public void Dispose()
    {
    }
}
