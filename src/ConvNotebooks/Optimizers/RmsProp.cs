using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// RMSProp: each weight's step is divided by the root of a running mean of its squared gradients,
/// c = ρ·c + (1 − ρ)·g², w −= η·g/(√c + ε).
/// </summary>
/// <remarks>Source: CS231n, "Neural Networks Part 3", section "Per-parameter adaptive learning rate methods".</remarks>
public sealed class RmsProp : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="rate">The learning rate, or its schedule.</param>
    /// <param name="decay">ρ, how much of the running mean stays, at least 0 and below 1.</param>
    /// <param name="epsilon">ε, what keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ of the L2 penalty, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public RmsProp(LearningRate rate, double decay = 0.99, double epsilon = 1e-8, double weightDecay = 0)
        : base(rate, weightDecay)
    {
        Decay = Fraction(decay, nameof(decay));
        Epsilon = AtLeastZero(epsilon, nameof(epsilon));
    }

    /// <summary>ρ, how much of the running mean stays.</summary>
    public double Decay { get; }

    /// <summary>ε, what keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [.. Common(), Number("decay", "ρ", Decay), Number("epsilon", "ε", Epsilon)];

    private protected override IReadOnlyList<string> Memories { get; } = ["mean-square"];

    private protected override void Update(in LearnedTensor tensor, Tensor[] memory, double rate) =>
        Run(new Rule((float)-rate, tensor.Decays ? (float)WeightDecay : 0, (float)Decay, (float)(1 - Decay), (float)Epsilon), tensor, memory);

    private readonly struct Rule(float step, float decay, float stays, float comes, float epsilon) : IUpdateRule
    {
        public static int Memory => 1;

        public V Update<L, V>(V weight, V gradient, ref V first, ref V second)
            where L : ILanes<V>
            where V : unmanaged
        {
            gradient = L.FusedMultiplyAdd(L.Broadcast(decay), weight, gradient);
            first = L.FusedMultiplyAdd(L.Multiply(L.Broadcast(comes), gradient), gradient, L.Multiply(L.Broadcast(stays), first));
            return L.FusedMultiplyAdd(L.Broadcast(step), L.Divide(gradient, L.Add(L.Sqrt(first), L.Broadcast(epsilon))), weight);
        }
    }
}
