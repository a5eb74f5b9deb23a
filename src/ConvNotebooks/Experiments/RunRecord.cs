using System.Text.Json;

namespace ConvNotebooks;

/// <summary>What <c>run.json</c> says about a run: what it takes to repeat it, where it ran, and what came out.</summary>
public sealed record RunRecord
{
    /// <summary>The schema of this version.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema of the file; see <see cref="CurrentSchema"/>.</summary>
    public required int Schema { get; init; }

    /// <summary>The name that the run was given; its folder may carry a number behind it.</summary>
    public required string Name { get; init; }

    /// <summary>How far it came when the record was written.</summary>
    public required RunStatus State { get; init; }

    /// <summary>When it began, by the wall clock, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Seconds from the beginning to this record, by a clock that never jumps.</summary>
    public double Seconds { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What trains this network again: a training recipe as JSON; null for a run logged by hand.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>The network; null when none was logged.</summary>
    public NetworkRecord? Network { get; init; }

    /// <summary>The data sets.</summary>
    public IReadOnlyList<DataRecord> Data { get; init; } = [];

    /// <summary>Hyperparameters as text, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it ran.</summary>
    public required EnvironmentRecord Environment { get; init; }

    /// <summary>The figures that the run stands for, by name; at the end those of the last epoch.</summary>
    public IReadOnlyDictionary<string, double> Results { get; init; } = new Dictionary<string, double>();

    /// <summary>The weights after each epoch.</summary>
    public IReadOnlyList<WeightsRecord> Weights { get; init; } = [];

    /// <summary>Which classes were taken for which, at the end; null when it was not logged.</summary>
    public ConfusionRecord? Confusion { get; init; }

    /// <summary>What ended a run that failed; null for none.</summary>
    public string? Problem { get; init; }
}

/// <summary>A network.</summary>
/// <param name="Notation">The network in the document's notation.</param>
/// <param name="Seed">The seed of its first weights and of dropout.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Layers">Its layers, in order.</param>
public sealed record NetworkRecord(string Notation, ulong Seed, long Parameters, IReadOnlyList<LayerRecord> Layers)
{
    /// <summary>The record of a network.</summary>
    /// <param name="network">The network.</param>
    public static NetworkRecord Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(network.Notation, network.Seed, (long)network.Total.Parameters.Value,
            [.. network.Stages.Select(s => new LayerRecord(s.Name, s.Layer.Notation, s.Output.ToString(), (long)s.Counts.Parameters.Value))]);
    }
}

/// <summary>A layer of a network.</summary>
/// <param name="Name">Its name: <c>conv1</c>.</param>
/// <param name="Notation">It in the document's notation.</param>
/// <param name="Output">The volume it gives, [W x H x D].</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record LayerRecord(string Name, string Notation, string Output, long Parameters);

/// <summary>A data set, or the part of one that was used.</summary>
/// <param name="Name">What the images are.</param>
/// <param name="Split">Which part of them.</param>
/// <param name="Images">How many.</param>
/// <param name="Volume">The volume of one image, [W x H x D].</param>
/// <param name="Classes">How many classes.</param>
/// <param name="Sha256">The SHA-256 of pixels and labels; see <see cref="Dataset.Sha256"/>.</param>
public sealed record DataRecord(string Name, string Split, int Images, string Volume, int Classes, string Sha256)
{
    /// <summary>The record of a data set.</summary>
    /// <param name="data">The data set.</param>
    public static DataRecord Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Name, data.Split, data.Count, data.Shape.ToString(), data.Classes.Count, data.Sha256);
    }
}

/// <summary>The weights after an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Steps done by then.</param>
/// <param name="Sha256">The SHA-256 of all weights; see <see cref="NetworkWeights.Hash"/>.</param>
/// <param name="Tensors">The SHA-256 of each tensor, in the order of the layers.</param>
/// <param name="File">The file in the run's folder that holds them; null when only hashes are kept.</param>
public sealed record WeightsRecord(int Epoch, long Step, string Sha256, IReadOnlyDictionary<string, string> Tensors, string? File = null)
{
    /// <summary>The record of a network's weights as they are.</summary>
    internal static WeightsRecord Of(Network network, int epoch, long step, string? file)
    {
        var tensors = new OrderedDictionary<string, string>();
        foreach (var (name, tensor) in NetworkWeights.Of(network))
            tensors.Add(name, tensor.Hash());
        return new(epoch, step, NetworkWeights.Hash(network), tensors, file);
    }
}

/// <summary>A confusion matrix.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Counts">Images by their class, then by the class they were taken for.</param>
public sealed record ConfusionRecord(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>The record of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    public static ConfusionRecord Of(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.Classes, [.. Enumerable.Range(0, matrix.Classes.Count)
            .Select(a => (IReadOnlyList<long>)[.. Enumerable.Range(0, matrix.Classes.Count).Select(p => matrix[a, p])])]);
    }
}
