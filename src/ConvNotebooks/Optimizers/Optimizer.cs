using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Changes learned tensors along their gradients. What it remembers between steps is explicit: <see cref="State"/> and
/// <see cref="Steps"/> are saved with a checkpoint, and <see cref="Restore"/> goes on from them with the same bits.
/// </summary>
public abstract class Optimizer
{
    private readonly Dictionary<string, Tensor[]> memory = [];

    private protected Optimizer(LearningRate rate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(rate);
        Rate = rate;
        WeightDecay = AtLeastZero(weightDecay, nameof(weightDecay));
    }

    /// <summary>The learning rate of every step.</summary>
    public LearningRate Rate { get; }

    /// <summary>λ of the weight decay.</summary>
    public double WeightDecay { get; }

    /// <summary>Steps made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the next step.</summary>
    public double NextRate => Rate.At(Steps);

    /// <summary>What a person chooses: the learning rate, momentum, weight decay.</summary>
    public abstract IReadOnlyList<Hyperparameter> Hyperparameters { get; }

    /// <summary>
    /// What is remembered of each learned tensor, by its name and the memory's: <c>conv1.weights.velocity</c>. The tensors are
    /// the optimizer's own; empty before the first step.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> State
    {
        get
        {
            var state = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (var (name, tensors) in memory)
                for (var i = 0; i < tensors.Length; i++)
                    state.Add($"{name}.{Memories[i]}", tensors[i]);
            return state;
        }
    }

    /// <summary>Makes one step: changes every value along its gradient.</summary>
    /// <param name="tensors">The learned tensors; always the same ones, under the same names.</param>
    /// <exception cref="ShapeException">A gradient's axes are not its value's, or a name came with other axes before.</exception>
    public void Step(IReadOnlyList<LearnedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        for (var i = 0; i < tensors.Count; i++)
            Check(tensors[i]);
        var rate = NextRate;
        Steps++;
        for (var i = 0; i < tensors.Count; i++)
            Update(tensors[i], memory[tensors[i].Name], rate);
    }

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="steps">Steps made until then.</param>
    /// <param name="tensors">The learned tensors that the steps to come will be given.</param>
    /// <param name="state">The saved <see cref="State"/>; copied. May hold other tensors too.</param>
    /// <exception cref="ShapeException">A tensor of the state is missing or has other axes than the learned one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 0 steps.</exception>
    public void Restore(long steps, IReadOnlyList<LearnedTensor> tensors, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var restored = tensors.ToDictionary(tensor => tensor.Name, tensor => Memories.Select(slot =>
        {
            var name = $"{tensor.Name}.{slot}";
            return state.TryGetValue(name, out var saved) && saved.Shape == tensor.Value.Shape
                ? saved.Clone()
                : throw new ShapeException($"{GetType().Name}: the state {(saved is null ? "lacks" : $"has {saved.Shape} for")} '{name}', "
                    + $"{tensor.Value.Shape} is needed. Restore the state that was saved with this network and optimizer.");
        }).ToArray());
        memory.Clear();
        foreach (var (name, slots) in restored)
            memory.Add(name, slots);
        Steps = steps;
    }

    /// <summary>The optimizer with its hyperparameters: <c>Adam (learning rate 0.001, …)</c>.</summary>
    public override string ToString() =>
        $"{GetType().Name} ({string.Join(", ", Hyperparameters.Select(h => $"{h.Name} {h.Value}"))})";

    /// <summary>The names of the numbers that are remembered for each weight.</summary>
    private protected abstract IReadOnlyList<string> Memories { get; }

    /// <summary>Changes one tensor; <see cref="Steps"/> counts this step already.</summary>
    private protected abstract void Update(in LearnedTensor tensor, Tensor[] memory, double rate);

    private protected static unsafe void Run<TRule>(in TRule rule, in LearnedTensor tensor, Tensor[] memory)
        where TRule : unmanaged, IUpdateRule
    {
        tensor.Value.Edit();
        fixed (float* w = tensor.Value.Array, g = tensor.Gradient.Array)
        fixed (float* first = TRule.Memory >= 1 ? memory[0].Array : null, second = TRule.Memory >= 2 ? memory[1].Array : null)
        {
            var length = tensor.Value.Values.Length;
            Lanes.Start(new ElementParts<UpdateStep<TRule>>(new(rule, w, g, first, second), length, 4L * length));
        }
    }

    private protected double AtLeastZero(double value, string what) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(what, value,
            FormattableString.Invariant($"{GetType().Name}: {what} is {value}, a number of at least 0 was needed. Give 0 to do without."));

    /// <summary>A weight of a running mean, at least 0 and below 1.</summary>
    private protected double Fraction(double value, string what) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(what, value,
            FormattableString.Invariant($"{GetType().Name}: {what} is {value}, at least 0 and below 1 was needed. Give something like 0.9."));

    private protected IEnumerable<Hyperparameter> Common()
    {
        yield return new("learning rate", "η", Rate.ToString()!);
        if (WeightDecay > 0)
            yield return Number("weight decay", "λ", WeightDecay);
    }

    private protected static Hyperparameter Number(string name, string symbol, double value) =>
        new(name, symbol, value.ToString(CultureInfo.InvariantCulture));

    private void Check(in LearnedTensor tensor)
    {
        if (tensor.Gradient.Shape != tensor.Value.Shape)
        {
            throw new ShapeException($"{GetType().Name}: '{tensor.Name}' {tensor.Value.Shape} came with a gradient {tensor.Gradient.Shape}. "
                + "Give a gradient of the value's axes.");
        }

        if (!memory.TryGetValue(tensor.Name, out var slots))
        {
            slots = new Tensor[Memories.Count];
            for (var i = 0; i < slots.Length; i++)
                slots[i] = new Tensor(tensor.Value.Shape);
            memory.Add(tensor.Name, slots);
        }
        else if (slots.Length > 0 && slots[0].Shape != tensor.Value.Shape)
        {
            throw new ShapeException($"{GetType().Name}: '{tensor.Name}' {tensor.Value.Shape} came, and it was {slots[0].Shape} before. "
                + "Give every tensor a name of its own, and the same ones at each step.");
        }
    }
}
