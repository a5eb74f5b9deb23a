using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConvNotebooks;

/// <summary>A recipe as <c>run.json</c> keeps it, and its hash, which the log keeps.</summary>
internal static class RecipeHash
{
    /// <summary>A recipe as JSON.</summary>
    public static JsonElement Element(TrainingRecipe recipe)
    {
        using var document = JsonDocument.Parse(recipe.ToJson());
        return document.RootElement.Clone();
    }

    /// <summary>The SHA-256 of a recipe's JSON, whatever its blanks and line ends.</summary>
    public static string Of(JsonElement recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(recipe, ElementJson.Default.JsonElement))));
}

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ElementJson : JsonSerializerContext;
