using System.Security.Cryptography;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// A training run at one step: the weights, what the optimizer remembers, and the state. A folder with weights.safetensors,
/// optimizer.safetensors and state.json, which holds the SHA-256 of the other two; it appears whole or not at all.
/// </summary>
/// <param name="State">Where the run is.</param>
/// <param name="Weights">The network's tensors by name: <c>conv1.weights</c>.</param>
/// <param name="OptimizerState">The optimizer's <see cref="Optimizer.State"/>.</param>
public sealed record Checkpoint(
    TrainingState State, IReadOnlyDictionary<string, Tensor> Weights, IReadOnlyDictionary<string, Tensor> OptimizerState)
{
    private const string WeightsFile = "weights.safetensors", OptimizerFile = "optimizer.safetensors", StateFile = "state.json";
    private const int Format = 1;
    private const long LongestState = 10_000_000;

    /// <summary>Saves the checkpoint, in place of one that may be there.</summary>
    /// <param name="folder">The checkpoint's folder; the folders above it are made.</param>
    /// <exception cref="IOException">The disk is full, or the folder holds something else.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(target) && !File.Exists(Path.Combine(target, StateFile)))
            throw new IOException($"Checkpoint: '{folder}' is a folder without {StateFile}, and would be replaced. Name a folder that is new or a checkpoint.");
        var temporary = $"{target}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        Directory.CreateDirectory(temporary);
        try
        {
            Safetensors.Write(Path.Combine(temporary, WeightsFile), Weights);
            Safetensors.Write(Path.Combine(temporary, OptimizerFile), OptimizerState);
            string[] files = [WeightsFile, OptimizerFile];
            var saved = new SavedState(Format, State, files.ToDictionary(name => name, name => Hash(Path.Combine(temporary, name))));
            AtomicFile.Write(Path.Combine(temporary, StateFile), stream => JsonSerializer.Serialize(stream, saved, StateJson.Default.SavedState));
            Replace(target, temporary);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    /// <summary>Loads a checkpoint, checking every file.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="CheckpointException">There is no checkpoint, or a file is damaged or not this checkpoint's.</exception>
    public static Checkpoint Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var place = Path.TrimEndingDirectorySeparator(folder);
        // A save that was cut off between its two moves has left the earlier checkpoint here.
        if (!Directory.Exists(place) && Directory.Exists(place + ".old"))
            place += ".old";
        foreach (var name in new[] { StateFile, WeightsFile, OptimizerFile })
        {
            if (!File.Exists(Path.Combine(place, name)))
                throw new CheckpointException($"Checkpoint: '{folder}' has no {name}. Name the folder of a checkpoint.");
        }

        var saved = ReadState(Path.Combine(place, StateFile));
        return new(saved.State, Tensors(WeightsFile), Tensors(OptimizerFile));

        IReadOnlyDictionary<string, Tensor> Tensors(string name)
        {
            var path = Path.Combine(place, name);
            return saved.Files.GetValueOrDefault(name) == Hash(path)
                ? Safetensors.Read(path).Tensors
                : throw new CheckpointException($"Checkpoint: '{path}' is not the file that was saved with {StateFile}. Resume from another checkpoint.");
        }
    }

    private static SavedState ReadState(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LongestState)
                throw new CheckpointException($"Checkpoint: '{path}' is {file.Length:N0} bytes long, and a state takes at most {LongestState:N0}. Resume from another checkpoint.");
            var saved = JsonSerializer.Deserialize(file, StateJson.Default.SavedState);
            if (saved is not { Format: Format })
                throw new CheckpointException($"Checkpoint: '{path}' has format {saved?.Format}, and this version reads {Format}. Use the version that saved it.");
            return saved.State is { Steps: >= 0, Epoch: >= 0, Batch: >= 0 }
                ? saved
                : throw new CheckpointException($"Checkpoint: '{path}' has steps, epoch or batch below 0. Resume from another checkpoint.");
        }
        catch (JsonException damaged)
        {
            throw new CheckpointException($"Checkpoint: '{path}' is not the JSON of a state ({damaged.Message.TrimEnd('.')}). Resume from another checkpoint.", damaged);
        }
    }

    private static void Replace(string target, string temporary)
    {
        var old = target + ".old";
        if (Directory.Exists(target))
        {
            if (Directory.Exists(old))
                Directory.Delete(old, recursive: true);
            Directory.Move(target, old);
        }

        Directory.Move(temporary, target);
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
