using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Stochastic gradient descent: w −= η·g, with weight decay g + λ·w for g. With momentum a velocity is kept,
/// v = μ·v + g, and w −= η·v; with Nesterov's, w −= η·(g + μ·v).
/// </summary>
/// <remarks>
/// Source: CS231n, "Neural Networks Part 3", section "Parameter updates", whose velocity is −η times this one, which is
/// PyTorch's: they differ only while the learning rate changes.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private static readonly string[] Nothing = [], Velocity = ["velocity"];

    /// <summary>Creates the optimizer.</summary>
    /// <param name="rate">The learning rate, or its schedule.</param>
    /// <param name="momentum">μ, at least 0 and below 1; 0.9 is usual, 0 goes without.</param>
    /// <param name="nesterov">Whether to look ahead along the velocity.</param>
    /// <param name="weightDecay">λ of the L2 penalty, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum without momentum.</exception>
    public Sgd(LearningRate rate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : base(rate, weightDecay)
    {
        Momentum = Fraction(momentum, nameof(momentum));
        Nesterov = nesterov;
        if (nesterov && momentum == 0)
            throw new ArgumentException("Sgd: nesterov came with momentum 0, and it looks ahead by the momentum. Give a momentum such as 0.9.", nameof(nesterov));
    }

    /// <summary>μ, how much of the velocity stays.</summary>
    public double Momentum { get; }

    /// <summary>Whether it looks ahead along the velocity.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
        [.. Common(), .. Momentum == 0 ? Array.Empty<Hyperparameter>() : [Number(Nesterov ? "Nesterov momentum" : "momentum", "μ", Momentum)]];

    private protected override IReadOnlyList<string> Memories => Momentum == 0 ? Nothing : Velocity;

    private protected override void Update(in LearnedTensor tensor, Tensor[] memory, double rate)
    {
        var (step, decay, momentum) = ((float)-rate, tensor.Decays ? (float)WeightDecay : 0, (float)Momentum);
        if (Momentum == 0)
            Run(new PlainRule(step, decay), tensor, memory);
        else if (Nesterov)
            Run(new NesterovRule(step, decay, momentum), tensor, memory);
        else
            Run(new VelocityRule(step, decay, momentum), tensor, memory);
    }

    private readonly struct PlainRule(float step, float decay) : IUpdateRule
    {
        public static int Memory => 0;

        public V Update<L, V>(V weight, V gradient, ref V first, ref V second)
            where L : ILanes<V>
            where V : unmanaged =>
            L.FusedMultiplyAdd(L.Broadcast(step), L.FusedMultiplyAdd(L.Broadcast(decay), weight, gradient), weight);
    }

    private readonly struct VelocityRule(float step, float decay, float momentum) : IUpdateRule
    {
        public static int Memory => 1;

        public V Update<L, V>(V weight, V gradient, ref V first, ref V second)
            where L : ILanes<V>
            where V : unmanaged
        {
            gradient = L.FusedMultiplyAdd(L.Broadcast(decay), weight, gradient);
            first = L.FusedMultiplyAdd(L.Broadcast(momentum), first, gradient);
            return L.FusedMultiplyAdd(L.Broadcast(step), first, weight);
        }
    }

    private readonly struct NesterovRule(float step, float decay, float momentum) : IUpdateRule
    {
        public static int Memory => 1;

        public V Update<L, V>(V weight, V gradient, ref V first, ref V second)
            where L : ILanes<V>
            where V : unmanaged
        {
            gradient = L.FusedMultiplyAdd(L.Broadcast(decay), weight, gradient);
            first = L.FusedMultiplyAdd(L.Broadcast(momentum), first, gradient);
            return L.FusedMultiplyAdd(L.Broadcast(step), L.FusedMultiplyAdd(L.Broadcast(momentum), first, gradient), weight);
        }
    }
}
