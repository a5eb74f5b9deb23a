using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>The SHA-256 of a recipe's JSON, whatever its blanks and line ends.</summary>
internal static class RecipeHash
{
    public static string Of(JsonElement recipe) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(recipe, ElementJson.Default.JsonElement))));
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class ElementJson : System.Text.Json.Serialization.JsonSerializerContext;
