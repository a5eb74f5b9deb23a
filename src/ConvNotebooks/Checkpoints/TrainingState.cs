using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConvNotebooks;

/// <summary>
/// Where a training run is, beside its tensors: everything that the next step depends on. Order, augmentation and drop-out
/// follow from the seed, the epoch and the step; a generator of the run's own is saved by its place.
/// </summary>
public sealed record TrainingState
{
    /// <summary>The network in the document's notation.</summary>
    public required string Network { get; init; }

    /// <summary>The optimizer's name: <c>Adam</c>.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The optimizer's hyperparameters as text, by name; a resumed run must have the same.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>The SHA-256 of the training data.</summary>
    public required string Data { get; init; }

    /// <summary>The run's seed: that of the batches' order and of augmentation.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The network's seed: that of dropout.</summary>
    public ulong NetworkSeed { get; init; } = ConvNotebooks.Network.DefaultSeed;

    /// <summary>Steps that are done.</summary>
    public required long Steps { get; init; }

    /// <summary>The epoch of the next step, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>The batch of the next step in its epoch, from 0.</summary>
    public required int Batch { get; init; }

    /// <summary>A generator of the run's own, if it has one.</summary>
    public RandomState? Random { get; init; }

    /// <summary>Numbers worth keeping, by name: the best loss so far, the step it was at.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>The hyperparameters of an optimizer as a state keeps them.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public static IReadOnlyDictionary<string, string> HyperparametersOf(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.Hyperparameters.ToDictionary(h => h.Name, h => h.Value);
    }
}

/// <summary>The place of a <see cref="SeededRandom"/> in its stream.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Stream">Which of the seed's streams.</param>
/// <param name="Position">How many times 32 bits were taken.</param>
public readonly record struct RandomState(ulong Seed, ulong Stream, ulong Position)
{
    /// <summary>The place of a generator now.</summary>
    /// <param name="random">The generator.</param>
    public static RandomState Of(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new(random.Seed, random.Stream, random.Position);
    }

    /// <summary>A generator that goes on from this place.</summary>
    public SeededRandom Generator() => new(Seed, Stream) { Position = Position };
}

/// <summary>What state.json holds: the state, and the hashes of the files it belongs to.</summary>
internal sealed record SavedState(int Format, TrainingState State, IReadOnlyDictionary<string, string> Files);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, MaxDepth = 8)]
[JsonSerializable(typeof(SavedState))]
internal sealed partial class StateJson : JsonSerializerContext;
