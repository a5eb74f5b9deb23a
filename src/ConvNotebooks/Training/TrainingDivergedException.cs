using System.Globalization;

namespace ConvNotebooks;

/// <summary>The loss of a training run is not a number any more, or has grown without bounds.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(long step, string layer, string message)
        : base(message) => (Step, Layer) = (step, layer);

    /// <summary>The step, from 1.</summary>
    public long Step { get; }

    /// <summary>The first layer with numbers that are none; the one with the largest activations when all are numbers.</summary>
    public string Layer { get; }

    /// <summary>Finds the layer that is to blame.</summary>
    internal static TrainingDivergedException Find(TrainingPass pass, long step, double loss, double rate, string? checkpoint)
    {
        var (layer, what) = Blame(pass);
        return new(step, layer, string.Create(CultureInfo.InvariantCulture,
            $"Trainer: the loss is {loss:g4} at step {step}; {what}. Lower the learning rate ({rate:g3} now) by a factor of 10, limit the gradients (ClipNorm = 1), or normalise the images.{(checkpoint is null ? "" : $" The last good checkpoint is '{checkpoint}'.")}"));
    }

    private static (string Layer, string What) Blame(TrainingPass pass)
    {
        if (!IsFinite(pass.Activations.Input))
            return ("input", "the images that came in hold numbers that are none");
        foreach (var stage in pass.Network.Stages)
        {
            foreach (var parameter in stage.Layer.Parameters)
            {
                if (!IsFinite(parameter.Value))
                    return (stage.Name, $"the {parameter.Name} of '{stage.Name}' hold numbers that are none: its last update was too large");
            }

            if (!IsFinite(pass.Activations[stage.Name]))
                return (stage.Name, $"'{stage.Name}' is the first layer whose output holds numbers that are none");
        }

        var (name, size) = pass.Network.Stages.Select(s => (s.Name, Size: Largest(pass.Activations[s.Name]))).MaxBy(s => s.Size);
        return (name, string.Create(CultureInfo.InvariantCulture, $"'{name}' has the largest activations, {size:g3}"));
    }

    private static bool IsFinite(Tensor tensor)
    {
        foreach (var value in tensor.Values)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    private static float Largest(Tensor tensor)
    {
        var largest = 0f;
        foreach (var value in tensor.Values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
