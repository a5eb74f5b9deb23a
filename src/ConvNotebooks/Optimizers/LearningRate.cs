using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// The learning rate of every step: a function of the step's number alone, so that a resumed run goes on with the same
/// rates. A plain number is a constant rate. Powers and cosines are our own: the same bits on every machine.
/// </summary>
public abstract record LearningRate
{
    private protected LearningRate()
    {
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="index">Which step, from 0.</param>
    public abstract double At(long index);

    /// <summary>A constant rate.</summary>
    /// <param name="rate">The rate, above 0.</param>
    public static implicit operator LearningRate(double rate) => new ConstantRate(rate);

    private protected static double Positive(double value, string who, string what = "rate") => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(what, value, FormattableString.Invariant(
            $"{who}: {what} is {value}, a number above 0 was needed. Give something like {(what == "rate" ? "0.01 for SGD, 0.001 for Adam" : "0.1")}."));

    private protected static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The same rate at every step.</summary>
public sealed record ConstantRate : LearningRate
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="rate">The rate, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate that is not above 0.</exception>
    public ConstantRate(double rate) => Rate = Positive(rate, nameof(ConstantRate));

    /// <summary>The rate.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override double At(long index) => Rate;

    /// <summary>The rate as text.</summary>
    public override string ToString() => Text(Rate);
}

/// <summary>A rate that is multiplied by a factor every so many steps.</summary>
/// <remarks>Source: CS231n, "Neural Networks Part 3", section "Annealing the learning rate".</remarks>
public sealed record StepRate : LearningRate
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="rate">The rate of the first steps, above 0.</param>
    /// <param name="every">Steps between two changes, at least 1.</param>
    /// <param name="factor">What the rate is multiplied by, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public StepRate(double rate, int every, double factor = 0.1) => (Rate, Every, Factor) =
        (Positive(rate, nameof(StepRate)), Sizes.AtLeastOne(every, nameof(StepRate), nameof(every)), Positive(factor, nameof(StepRate), nameof(factor)));

    /// <summary>The rate of the first steps.</summary>
    public double Rate { get; }

    /// <summary>Steps between two changes.</summary>
    public int Every { get; }

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double At(long index) => Rate * FixedMath.Power(Factor, index / Every);

    /// <summary>The schedule as text.</summary>
    public override string ToString() => $"{Text(Rate)}, times {Text(Factor)} every {Every} steps";
}

/// <summary>A rate that falls along half a cosine: final + (rate − final)·(1 + cos(π·step/steps))/2; after it, the final rate.</summary>
/// <remarks>Source: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017).</remarks>
public sealed record CosineRate : LearningRate
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="rate">The rate of the first step, above 0.</param>
    /// <param name="steps">Steps until the final rate, at least 1.</param>
    /// <param name="final">The final rate, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public CosineRate(double rate, int steps, double final = 0)
    {
        (Rate, Steps) = (Positive(rate, nameof(CosineRate)), Sizes.AtLeastOne(steps, nameof(CosineRate), nameof(steps)));
        Final = final >= 0 && double.IsFinite(final)
            ? final
            : throw new ArgumentOutOfRangeException(nameof(final), final, FormattableString.Invariant(
                $"CosineRate: final is {final}, a number of at least 0 was needed. Give the rate of the last step."));
    }

    /// <summary>The rate of the first step.</summary>
    public double Rate { get; }

    /// <summary>Steps until the final rate.</summary>
    public int Steps { get; }

    /// <summary>The final rate.</summary>
    public double Final { get; }

    /// <inheritdoc/>
    public override double At(long index) =>
        index >= Steps ? Final : Final + (Rate - Final) * (0.5 * (1 + FixedMath.CosineOfPi((double)index / Steps)));

    /// <summary>The schedule as text.</summary>
    public override string ToString() => $"{Text(Rate)}, along a cosine to {Text(Final)} in {Steps} steps";
}

/// <summary>Some steps at a rate that rises in equal parts, then another schedule from its beginning.</summary>
public sealed record WarmUp : LearningRate
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">Steps of the rise, at least 1: step k of them has (k + 1)/steps of the first rate of what follows.</param>
    /// <param name="then">What follows.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one step.</exception>
    public WarmUp(int steps, LearningRate then)
    {
        ArgumentNullException.ThrowIfNull(then);
        (Steps, Then) = (Sizes.AtLeastOne(steps, nameof(WarmUp), nameof(steps)), then);
    }

    /// <summary>Steps of the rise.</summary>
    public int Steps { get; }

    /// <summary>What follows.</summary>
    public LearningRate Then { get; }

    /// <inheritdoc/>
    public override double At(long index) => index < Steps ? Then.At(0) * (index + 1) / Steps : Then.At(index - Steps);

    /// <summary>The schedule as text.</summary>
    public override string ToString() => $"rising for {Steps} steps, then {Then}";
}
