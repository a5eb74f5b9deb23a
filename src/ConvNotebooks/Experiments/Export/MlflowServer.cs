using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks;

/// <summary>Speaks MLflow's REST API, version 2.0, within its documented limits.</summary>
/// <remarks>
/// Source: MLflow, "REST API", sections Create Run, Log Batch ("Request Limits": 1000 metrics, 100 parameters and 100 tags in
/// a request, 1 MB, keys of 250 and values of 500 characters as the oldest servers have it), Update Run. Keys may hold
/// letters, digits, _ - . / and blanks.
/// </remarks>
internal sealed class MlflowServer(HttpClient client, Uri server)
{
    private const int MostMetrics = 1000, MostParameters = 100, LongestKey = 250, LongestValue = 500, LongestTag = 5000;

    public async Task<string> Log(Run run, string experiment, CancellationToken stop)
    {
        var record = run.Record;
        var start = record.Started.ToUnixTimeMilliseconds();
        var created = await Post("runs/create", new()
        {
            ["experiment_id"] = await ExperimentId(experiment, stop).ConfigureAwait(false),
            ["run_name"] = run.Name,
            ["start_time"] = start,
            ["tags"] = Pairs(Tags(record), LongestTag),
        }, stop).ConfigureAwait(false);
        var id = (string)created["run"]!["info"]!["run_id"]!;
        foreach (var some in record.Parameters.Append(new("seed", $"{record.Seed}")).Chunk(MostParameters))
            await Post("runs/log-batch", new() { ["run_id"] = id, ["params"] = Pairs(some, LongestValue) }, stop).ConfigureAwait(false);
        foreach (var some in Metrics(run, start).Chunk(MostMetrics))
            await Post("runs/log-batch", new() { ["run_id"] = id, ["metrics"] = new JsonArray([.. some]) }, stop).ConfigureAwait(false);
        await Post("runs/update", new()
        {
            ["run_id"] = id,
            ["status"] = Status(run.Status),
            ["end_time"] = start + (long)(1000 * record.Seconds),
        }, stop).ConfigureAwait(false);
        return id;
    }

    private static Dictionary<string, string> Tags(RunRecord record)
    {
        var tags = new Dictionary<string, string> { ["convnotebooks.library"] = record.Environment.Library };
        if (record.Environment.Commit is { } commit)
            tags["mlflow.source.git.commit"] = commit;
        if (record.Network is { } network)
            tags["convnotebooks.network"] = network.Notation;
        foreach (var data in record.Data)
            tags[$"convnotebooks.data.{data.Split}"] = data.Sha256;
        return tags;
    }

    private static JsonArray Pairs(IEnumerable<KeyValuePair<string, string>> pairs, int longest) => new(
        [.. pairs.Select(p => new JsonObject { ["key"] = Key(p.Key), ["value"] = p.Value.Length > longest ? p.Value[..longest] : p.Value })]);

    private static IEnumerable<JsonNode> Metrics(Run run, long start) =>
        from e in run.Events
        from v in e.Values
        select new JsonObject
        {
            ["key"] = Key(v.Key),
            // Numbers that JSON lacks are texts in protobuf's JSON.
            ["value"] = double.IsFinite(v.Value) ? JsonValue.Create(v.Value) : JsonValue.Create(v.Value.ToString(CultureInfo.InvariantCulture)),
            ["timestamp"] = start + (long)(1000 * e.Seconds),
            ["step"] = e.Step ?? 0,
        };

    private static string Key(string name)
    {
        var key = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ' ? c : '_'));
        return key.Length > LongestKey ? key[..LongestKey] : key;
    }

    private static string Status(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        _ => "KILLED",
    };

    private async Task<string> ExperimentId(string name, CancellationToken stop)
    {
        using var found = await Send(new(HttpMethod.Get, Address($"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}")), stop).ConfigureAwait(false);
        if (found.StatusCode == HttpStatusCode.NotFound)
            return (string)(await Post("experiments/create", new() { ["name"] = name }, stop).ConfigureAwait(false))["experiment_id"]!;
        return (string)(await Answer(found, stop).ConfigureAwait(false))["experiment"]!["experiment_id"]!;
    }

    private async Task<JsonNode> Post(string path, JsonObject content, CancellationToken stop)
    {
        using var answer = await Send(new(HttpMethod.Post, Address(path)) { Content = JsonContent.Create(content, ContentJson.Default.JsonObject) }, stop).ConfigureAwait(false);
        return await Answer(answer, stop).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await client.SendAsync(request, stop).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new ExperimentException($"Mlflow: {server} does not answer ({e.Message}). Start the server there, or name another.", e);
        }
        finally
        {
            request.Dispose();
        }
    }

    private async Task<JsonNode> Answer(HttpResponseMessage answer, CancellationToken stop)
    {
        var text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw new ExperimentException($"Mlflow: {server} refuses ({(int)answer.StatusCode}): {(text.Length > 300 ? text[..300] : text)}. Mend what it names, and export again.");
        try
        {
            return JsonNode.Parse(text) ?? new JsonObject();
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ExperimentException($"Mlflow: {server} answers what is no JSON. Name the address of an MLflow tracking server.", e);
        }
    }

    private Uri Address(string path) => new($"{server.ToString().TrimEnd('/')}/api/2.0/mlflow/{path}");
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class ContentJson : System.Text.Json.Serialization.JsonSerializerContext;
