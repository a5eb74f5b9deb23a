using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// The hash of every tensor of every step of a training run, in the order in which they are computed. Two runs that should have
/// the same bits and do not are compared tensor by tensor: the first that differs names the step and the layer.
/// </summary>
/// <example>
/// <code>
/// var trace = TrainingTrace.Of(trainer);
/// trainer.Run();
/// trace.Save("here.trace");
/// Console.WriteLine(trace.FirstDifference(TrainingTrace.Load("there.trace")));
/// </code>
/// </example>
public sealed class TrainingTrace
{
    private readonly List<TracedTensor> tensors;
    private readonly (long Step, string Layer, string What)? keep;

    private TrainingTrace(List<TracedTensor> tensors, (long Step, string Layer, string What)? keep = null) =>
        (this.tensors, this.keep) = (tensors, keep);

    /// <summary>The tensors so far, step after step: weights, input, outputs, then gradients from the last layer to the first.</summary>
    public IReadOnlyList<TracedTensor> Tensors => tensors;

    /// <summary>A copy of the tensor that was to be kept; null until its step.</summary>
    public Tensor? Kept { get; private set; }

    /// <summary>Traces a run from its next step on. It slows the run down, and changes no bit.</summary>
    /// <param name="trainer">The trainer, before it runs.</param>
    /// <param name="keep">A tensor of which to keep a copy, such as the first that differed; none when left out.</param>
    public static TrainingTrace Of(Trainer trainer, TracedTensor? keep = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var trace = new TrainingTrace([], keep is null ? null : (keep.Step, keep.Layer, keep.What));
        trainer.OnBackward += (pass, step) => trace.Add(pass, step);
        return trace;
    }

    /// <summary>The first tensor that is not the same in both; null when all that both have are. Steps that only one has are left out.</summary>
    /// <param name="other">The other run, of the same network.</param>
    public TraceDifference? FirstDifference(TrainingTrace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (one, two) in tensors.SkipWhile(t => t.Step < other.FirstStep).Zip(other.tensors.SkipWhile(t => t.Step < FirstStep)))
        {
            if (one != two)
                return new(one, two);
        }

        return null;
    }

    /// <summary>Saves the trace as text, a line for each tensor, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path,
        string.Concat(tensors.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Step}\t{t.Layer}\t{t.What}\t{t.Hash}\n"))));

    /// <summary>Loads a saved trace.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">A line is no tensor's.</exception>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    public static TrainingTrace Load(string path) => new([.. File.ReadLines(path).Select((line, i) =>
        line.Split('\t') is [var step, var layer, var what, var hash] && long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new TracedTensor(number, layer, what, hash)
            : throw new FormatException($"TrainingTrace: line {i + 1} of '{path}' is not step, layer, tensor and hash with tabs between. Save the trace again."))]);

    private long FirstStep => tensors.Count == 0 ? 0 : tensors[0].Step;

    private void Add(TrainingPass pass, long step)
    {
        foreach (var learned in pass.Learned)
            Add(step, Layer(learned.Name), Parameter(learned.Name), learned.Value);
        Add(step, "input", "images", pass.Activations.Input);
        foreach (var stage in pass.Network.Stages)
        {
            Add(step, stage.Name, "output", pass.Activations[stage.Name]);
            foreach (var measured in stage.Layer.Statistics)
                Add(step, stage.Name, measured.Name, measured.Value);
        }

        foreach (var stage in pass.Network.Stages.Reverse())
            Add(step, stage.Name, "gradient of output", pass.Gradient(stage.Name));
        foreach (var learned in pass.Learned.Reverse())
            Add(step, Layer(learned.Name), $"gradient of {Parameter(learned.Name)}", learned.Gradient);
    }

    private void Add(long step, string layer, string what, Tensor tensor)
    {
        tensors.Add(new(step, layer, what, tensor.Hash()));
        if (keep == (step, layer, what))
            Kept = tensor.Clone();
    }

    private static string Layer(string name) => name[..name.LastIndexOf('.')];

    private static string Parameter(string name) => name[(name.LastIndexOf('.') + 1)..];
}

/// <summary>One tensor of one step.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Layer">The layer's name, or <c>input</c>.</param>
/// <param name="What">Which tensor of it: <c>weights</c>, <c>output</c>, <c>gradient of output</c>, <c>gradient of weights</c>.</param>
/// <param name="Hash">The hash of its values and axes; see <see cref="Tensor.Hash"/>.</param>
public sealed record TracedTensor(long Step, string Layer, string What, string Hash);

/// <summary>The first tensor in which two runs differ.</summary>
/// <param name="One">In the one run.</param>
/// <param name="Other">In the other.</param>
public sealed record TraceDifference(TracedTensor One, TracedTensor Other)
{
    /// <summary>Where, and both hashes: <c>step 4, conv2, weights: 8f3a… in one run, 77bc… in the other</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"step {One.Step}, {One.Layer}, {One.What}: {One.Hash[..Math.Min(16, One.Hash.Length)]}… in one run, {Other.Hash[..Math.Min(16, Other.Hash.Length)]}… in the other")
        + (One with { Hash = "" } == Other with { Hash = "" } ? "" : $" (there it is step {Other.Step}, {Other.Layer}, {Other.What})");
}
