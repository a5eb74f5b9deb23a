using System.Runtime.CompilerServices;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Neighbouring steps that images go through a few at a time, forward and backward, while what is between the steps is in a near
/// cache; threads take different images and meet at the end alone. How many go together changes no bit: every number is one
/// image's, and sums over images come after them.
/// </summary>
internal sealed unsafe class ImageRun(ImageStep[] steps) : TrainingStep(steps[0].Input, steps[^1].Output)
{
    // Numbers of the largest volume that go together, and parts for a thread at least, of one image each.
    private const int NumbersTogether = 64 * 1024, PartsPerThread = 4;

    private readonly int most = Math.Max(1, NumbersTogether / steps.Max(s => Math.Max(s.Input.ImageLength, s.Output.ImageLength)));
    private readonly long work = steps.Sum(s => s.Work) * steps[0].Input.Shape.N;
    private int together;

    internal override void Forward(long step)
    {
        foreach (var s in steps)
            s.Begin();
        Run(&ForwardPart);
    }

    internal override void Backward()
    {
        foreach (var s in steps)
            s.BeginBackward();
        Run(&BackwardPart);
        for (var i = steps.Length - 1; i >= 0; i--)
            steps[i].EndBackward();
    }

    /// <summary>Images by images where each thread gets a few parts; otherwise step by step, each on all threads.</summary>
    private void Run(delegate*<void*, int, void> part)
    {
        var images = Input.Shape.N;
        var parts = Compute.Threads * PartsPerThread;
        together = Compute.Threads > 1 && images < parts ? images : Math.Clamp(images / parts, 1, most);
        var run = this;
        Workers.For((images + together - 1) / together, part, Unsafe.AsPointer(ref run), work);
        GC.KeepAlive(run);
    }

    private static void ForwardPart(void* state, int part)
    {
        var run = Unsafe.AsRef<ImageRun>(state);
        var (image, count) = run.Images(part);
        foreach (var step in run.Steps)
            step.Forward(image, count);
    }

    private static void BackwardPart(void* state, int part)
    {
        var run = Unsafe.AsRef<ImageRun>(state);
        var (image, count) = run.Images(part);
        for (var i = run.Steps.Length - 1; i >= 0; i--)
            run.Steps[i].Backward(image, count);
    }

    private ImageStep[] Steps => steps;

    private (int Image, int Count) Images(int part) => (part * together, Math.Min(together, Input.Shape.N - part * together));

    /// <summary>The steps with those joined to runs that images go through together: until one needs all images, or a tensor.</summary>
    internal static TrainingStep[] Join(IEnumerable<TrainingStep> steps)
    {
        var (joined, open) = (new List<TrainingStep>(), new List<ImageStep>());
        foreach (var step in steps)
        {
            if (open.Count > 0 && (step is not ImageStep || step.Input.Blocked is null))
                Close();
            if (step is ImageStep image)
                open.Add(image);
            else
                joined.Add(step);
        }

        if (open.Count > 0)
            Close();
        return [.. joined];

        void Close()
        {
            joined.Add(new ImageRun([.. open]));
            open.Clear();
        }
    }
}
