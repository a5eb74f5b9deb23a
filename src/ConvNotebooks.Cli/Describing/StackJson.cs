using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Cli.Describing;

/// <summary>The stack table as JSON: numbers for programs, each count with its derivation.</summary>
internal static class StackJson
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Network network) => new JsonObject
    {
        ["notation"] = network.Notation,
        ["input"] = Volume(network.InputShape),
        ["layers"] = new JsonArray([.. network.Stages.Select(stage => Layer(network, stage))]),
        ["total"] = Costs(network.Total),
    }.ToJsonString(Readable);

    private static JsonObject Layer(Network network, Stage stage) => new()
    {
        ["name"] = stage.Name,
        ["notation"] = stage.Layer.Notation,
        ["from"] = new JsonArray([.. stage.From.Select(number => (JsonNode)(number == 0 ? "input" : network.Stages[number - 1].Name))]),
        ["output"] = Volume(stage.Output),
        ["formula"] = stage.Formula,
        ["costs"] = Costs(stage.Counts),
        ["receptiveField"] = new JsonObject { ["width"] = Axis(stage.Field.Width), ["height"] = Axis(stage.Field.Height) },
    };

    private static JsonObject Volume(Shape shape) =>
        new() { ["width"] = shape.Width, ["height"] = shape.Height, ["depth"] = shape.Depth };

    private static JsonObject Axis(AxisField field) =>
        new() { ["size"] = field.Size, ["jump"] = field.Jump, ["start"] = field.Start };

    private static JsonObject Costs(LayerCounts counts) => new()
    {
        ["neurons"] = counts.Neurons.Value,
        ["weights"] = counts.Weights.Value,
        ["biases"] = counts.Biases.Value,
        ["parameters"] = counts.Parameters.Value,
        ["parameterDerivation"] = counts.ParameterDerivation,
        ["multiplyAdds"] = counts.MultiplyAdds.Value,
        ["activationBytes"] = counts.ActivationBytes.Value,
        ["trainingBytes"] = counts.TrainingBytes.Value,
    };
}
