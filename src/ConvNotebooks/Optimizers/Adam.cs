using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Adam: running means of the gradient and of its square, m = β₁·m + (1 − β₁)·g and v = β₂·v + (1 − β₂)·g², corrected for
/// having begun at zero; w −= η/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε). Weight decay takes g + λ·w for g.
/// </summary>
/// <remarks>
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization" (2015); CS231n, "Neural Networks Part 3".
/// </remarks>
public class Adam : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="rate">The learning rate, or its schedule; 0.001 is usual.</param>
    /// <param name="beta1">β₁, how much of the gradients' mean stays, at least 0 and below 1.</param>
    /// <param name="beta2">β₂, how much of their squares' mean stays, at least 0 and below 1.</param>
    /// <param name="epsilon">ε, what keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public Adam(LearningRate rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(rate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = AtLeastZero(epsilon, nameof(epsilon));
    }

    /// <summary>β₁, how much of the gradients' mean stays.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, how much of their squares' mean stays.</summary>
    public double Beta2 { get; }

    /// <summary>ε, what keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
        [.. Common(), Number("beta1", "β₁", Beta1), Number("beta2", "β₂", Beta2), Number("epsilon", "ε", Epsilon)];

    private protected override IReadOnlyList<string> Memories { get; } = ["mean", "mean-square"];

    /// <summary>Whether weight decay shrinks the weights themselves instead of joining the gradient.</summary>
    private protected virtual bool Decoupled => false;

    private protected override void Update(in LearnedTensor tensor, Tensor[] memory, double rate)
    {
        var decay = tensor.Decays ? WeightDecay : 0;
        var rule = new Rule
        {
            Shrink = Decoupled ? (float)(1 - rate * decay) : 1,
            Decay = Decoupled ? 0 : (float)decay,
            Stays1 = (float)Beta1,
            Comes1 = (float)(1 - Beta1),
            Stays2 = (float)Beta2,
            Comes2 = (float)(1 - Beta2),
            Step = (float)(-rate / (1 - FixedMath.Power(Beta1, Steps))),
            Root = (float)Math.Sqrt(1 - FixedMath.Power(Beta2, Steps)),
            Epsilon = (float)Epsilon,
        };
        Run(rule, tensor, memory);
    }

    private struct Rule : IUpdateRule
    {
        public float Shrink, Decay, Stays1, Comes1, Stays2, Comes2, Step, Root, Epsilon;

        public static int Memory => 2;

        public readonly V Update<L, V>(V weight, V gradient, ref V first, ref V second)
            where L : ILanes<V>
            where V : unmanaged
        {
            gradient = L.FusedMultiplyAdd(L.Broadcast(Decay), weight, gradient);
            first = L.FusedMultiplyAdd(L.Broadcast(Comes1), gradient, L.Multiply(L.Broadcast(Stays1), first));
            second = L.FusedMultiplyAdd(L.Multiply(L.Broadcast(Comes2), gradient), gradient, L.Multiply(L.Broadcast(Stays2), second));
            var divisor = L.Add(L.Divide(L.Sqrt(second), L.Broadcast(Root)), L.Broadcast(Epsilon));
            return L.FusedMultiplyAdd(L.Broadcast(Step), L.Divide(first, divisor), L.Multiply(L.Broadcast(Shrink), weight));
        }
    }
}

/// <summary>Adam whose weight decay shrinks the weights themselves, w −= η·λ·w, instead of joining the gradient.</summary>
/// <remarks>Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization" (2019).</remarks>
public sealed class AdamW : Adam
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="rate">The learning rate, or its schedule; 0.001 is usual.</param>
    /// <param name="beta1">β₁, how much of the gradients' mean stays, at least 0 and below 1.</param>
    /// <param name="beta2">β₂, how much of their squares' mean stays, at least 0 and below 1.</param>
    /// <param name="epsilon">ε, what keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public AdamW(LearningRate rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : base(rate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected override bool Decoupled => true;
}
