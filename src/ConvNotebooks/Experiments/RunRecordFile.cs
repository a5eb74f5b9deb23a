using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConvNotebooks;

/// <summary>Reads and writes <c>run.json</c>.</summary>
internal static class RunRecordFile
{
    private const long LongestFile = 64_000_000;

    private static readonly RunRecordJson Json = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase) },
    });

    public static void Write(string path, RunRecord record) =>
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, record, Json.RunRecord);
            stream.WriteByte((byte)'\n');
        });

    public static RunRecord Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile)
                throw Error($"is longer than {LongestFile:N0} bytes. Take it from a backup or from git");
            var text = File.ReadAllBytes(path);
            CheckSchema(text);
            return JsonSerializer.Deserialize(text, Json.RunRecord) ?? throw Error("holds null. Take it from a backup or from git");
        }
        catch (JsonException e)
        {
            throw new ExperimentException($"Run: '{path}' is no record of a run: {Place(e)}. "
                + "It may have been edited by hand: mend it there, or take it from a backup or from git; metrics.jsonl is not touched by it.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ExperimentException($"Run: there is no '{path}'. Name the folder of a run, which holds run.json.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException($"Run: '{path}' cannot be read ({e.Message}). Check its permissions.", e);
        }

        ExperimentException Error(string problem) => new($"Run: '{path}' {problem}.");

        void CheckSchema(byte[] text)
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("schema", out var schema)
                || schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var version))
                throw Error("has no schema, a whole number. Name the folder of a run, or mend its run.json");
            if (version > RunRecord.CurrentSchema)
                throw Error($"has schema {version}, and this version of ConvNotebooks reads up to {RunRecord.CurrentSchema}. Use the version that wrote it, or a later one");
            if (version < 1)
                throw Error($"has schema {version}, and schemas count from 1. Mend its run.json");
        }
    }

    /// <summary>What a parser found wrong and where, for people: lines count from 1.</summary>
    private static string Place(JsonException e)
    {
        var what = e.Message;
        var end = what.IndexOf(" Path:", StringComparison.Ordinal);
        what = (end < 0 ? what : what[..end]).TrimEnd('.');
        end = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        what = end < 0 ? what : what[..end].TrimEnd('.');
        return e.LineNumber is { } line ? $"line {line + 1}: {what}" : what;
    }
}

[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
