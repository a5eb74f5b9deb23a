using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>
/// Messages as frames: identities, <c>&lt;IDS|MSG&gt;</c>, signature, header, parent header, metadata, content, buffers.
/// The signature is HMAC-SHA256 over the four JSON frames, in lower-case hexadecimal; with an empty key nothing is signed.
/// A message that comes twice is told by its digest, since clients share ids. Not thread-safe for decoding: one thread
/// receives.
/// </summary>
public sealed class WireFormat
{
    private const int LongestId = 1_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _key;
    private readonly SeenMessages _seen = new();

    /// <summary>A format with the key of a connection file.</summary>
    /// <param name="key">The shared secret; empty for unsigned messages.</param>
    /// <param name="scheme">The signature scheme.</param>
    /// <exception cref="ArgumentException">The scheme is another than <c>hmac-sha256</c>.</exception>
    public WireFormat(string key, string scheme = "hmac-sha256")
    {
        if (key.Length > 0 && scheme != "hmac-sha256")
        {
            throw new ArgumentException(
                $"WireFormat: the signature scheme is \"{scheme}\"; this kernel signs with hmac-sha256. "
                + "Set Session.signature_scheme of your front-end to that.");
        }

        _key = Encoding.UTF8.GetBytes(key);
    }

    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>A message as signed frames; they are the caller's own.</summary>
    /// <param name="message">The message.</param>
    public IReadOnlyList<byte[]> Encode(Message message)
    {
        byte[][] parts = [Json(message.Header), Json(message.ParentHeader), Json(message.Metadata), Json(message.Content)];
        return [.. message.Identities, Delimiter.ToArray(), Signature(Digest(parts)), .. parts, .. message.Buffers];
    }

    /// <summary>Frames as a message, once its signature is found to be right and its id to be new.</summary>
    /// <param name="frames">What a socket received.</param>
    /// <exception cref="WireException">The frames are no message, wrongly signed, or came before.</exception>
    public Message Decode(IReadOnlyList<byte[]> frames)
    {
        int start = Enumerable.Range(0, frames.Count).FirstOrDefault(i => frames[i].AsSpan().SequenceEqual(Delimiter), -1);
        if (start < 0 || frames.Count < start + 6)
        {
            throw new WireException(
                $"Wire: {frames.Count} frames {(start < 0 ? "without <IDS|MSG>" : $"with <IDS|MSG> at {start}")}; "
                + "needed <IDS|MSG>, signature, header, parent header, metadata and content.");
        }

        byte[][] parts = [.. frames.Skip(start + 2).Take(4)];
        string digest = Digest(parts);
        if (!CryptographicOperations.FixedTimeEquals(Signature(digest), frames[start + 1]))
            throw new WireException("Wire: the signature is wrong; the message was dropped.");
        var message = new Message(
            [.. frames.Take(start)],
            Parse(parts[0], "header"),
            Parse(parts[1], "parent header"),
            Parse(parts[2], "metadata"),
            Parse(parts[3], "content"),
            [.. frames.Skip(start + 6)]);
        if (message.Type.Length == 0 || message.Id.Length is 0 or > LongestId)
            throw new WireException($"Wire: the header needs msg_type and msg_id, texts of 1 to {LongestId} characters.");
        return _seen.Add(digest)
            ? message
            : throw new WireException($"Wire: message {message.Id} came before; it was dropped.");
    }

    private byte[] Signature(string digest) => _key.Length == 0 ? [] : Encoding.ASCII.GetBytes(digest);

    private string Digest(byte[][] parts)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] part in parts)
            hmac.AppendData(part);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private static byte[] Json(JsonObject part) => Encoding.UTF8.GetBytes(part.ToJsonString(Plain));

    private static JsonObject Parse(byte[] frame, string part)
    {
        try
        {
            string text = Utf8.GetString(frame);
            if (JsonNode.Parse(text, documentOptions: Strict) is JsonObject json)
            {
                // Half a character is found only when it is written: now, rather than in the middle of a reply.
                if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
                    json.ToJsonString();
                return json;
            }
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // Said below.
        }

        throw new WireException($"Wire: the {part} is no JSON object.");
    }
}
