using System.Net;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Tests.Experiments.Export;

[Collection(OpenExperiments.Name)]
public sealed class MlflowTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_arrives_whole_within_the_servers_limits(bool known)
    {
        using var folder = new TemporaryFolder();
        using var experiment = Experiment.Start("long", 5, Samples.In(folder));
        for (var i = 0; i < 150; i++)
            experiment.Parameter($"p{i}", i == 0 ? new string('x', 700) : i);
        for (var step = 1; step <= 2500; step++)
            experiment.Metric("gradient:norm", step == 7 ? double.NaN : step / 8.0, step);
        experiment.Finish();
        using var server = new MlflowStandIn(known);

        var id = await RunExport.Mlflow(Run.Open(experiment.Folder), server.Address, "Clothes & shoes");

        Assert.Equal("run-1", id);
        Assert.Empty(server.Complaints);
        Assert.Equal("Clothes & shoes", server.Experiment);
        Assert.Equal(151, server.Parameters.Count);
        Assert.Equal(500, server.Parameters["p0"].Length);
        Assert.Equal("5", server.Parameters["seed"]);
        Assert.Equal(Enumerable.Range(1, 2500).Select(s => (long)s), server.Metrics.Select(m => (long)m["step"]!));
        Assert.All(server.Metrics, m => Assert.Equal("gradient_norm", (string)m["key"]!));
        Assert.Equal(("NaN", 1.0), ((string)server.Metrics[6]["value"]!, (double)server.Metrics[7]["value"]!));
        Assert.Equal("FINISHED", server.Status);
    }

    [Fact]
    public async Task A_server_that_refuses_or_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder);
        var server = new MlflowStandIn(known: true) { Refusal = HttpStatusCode.Forbidden };
        Assert.Equal($"Mlflow: {server.Address} refuses (403): {{\"error_code\":\"PERMISSION_DENIED\"}}. Mend what it names, and export again.",
            (await Assert.ThrowsAsync<ExperimentException>(() => RunExport.Mlflow(run, server.Address))).Message);
        server.Dispose();
        Assert.Matches($"^Mlflow: {server.Address} does not answer \\(.*\\)\\. Start the server there, or name another\\.$",
            (await Assert.ThrowsAsync<ExperimentException>(() => RunExport.Mlflow(run, server.Address))).Message);
    }
}

/// <summary>Answers on 127.0.0.1 as MLflow's tracking server does, and complains where a request is outside its documented limits.</summary>
internal sealed class MlflowStandIn : IDisposable
{
    private readonly HttpListener listener;
    private readonly bool known;

    public MlflowStandIn(bool known)
    {
        this.known = known;
        (listener, var address) = Data.LoopbackServer.Listen();
        Address = new Uri(address.GetLeftPart(UriPartial.Authority));
        _ = Answer();
    }

    public Uri Address { get; }

    public HttpStatusCode? Refusal { get; set; }

    public List<string> Complaints { get; } = [];

    public string? Experiment { get; private set; }

    public string? Status { get; private set; }

    public Dictionary<string, string> Parameters { get; } = [];

    public List<JsonNode> Metrics { get; } = [];

    public void Dispose() => listener.Close();

    private async Task Answer()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                var (status, answer) = Refusal is { } refusal ? (refusal, "{\"error_code\":\"PERMISSION_DENIED\"}") : await Answer(context.Request);
                context.Response.StatusCode = (int)status;
                using var writer = new StreamWriter(context.Response.OutputStream);
                await writer.WriteAsync(answer);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task<(HttpStatusCode Status, string Answer)> Answer(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var text = await reader.ReadToEndAsync();
        var body = text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
        Limit(text.Length, 1_000_000, "bytes");
        switch (request.Url!.AbsolutePath.Replace("/api/2.0/mlflow/", "", StringComparison.Ordinal))
        {
            case "experiments/get-by-name":
                Experiment = request.QueryString["experiment_name"];
                return known
                    ? (HttpStatusCode.OK, "{\"experiment\":{\"experiment_id\":\"3\"}}")
                    : (HttpStatusCode.NotFound, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
            case "experiments/create":
                Experiment = (string)body["name"]!;
                return (HttpStatusCode.OK, "{\"experiment_id\":\"3\"}");
            case "runs/create":
                Same((string)body["experiment_id"]!, "3");
                Limit(((JsonArray)body["tags"]!).Count, 100, "tags");
                return (HttpStatusCode.OK, "{\"run\":{\"info\":{\"run_id\":\"run-1\"}}}");
            case "runs/log-batch":
                Same((string)body["run_id"]!, "run-1");
                Batch(body["params"] as JsonArray ?? [], body["metrics"] as JsonArray ?? []);
                return (HttpStatusCode.OK, "{}");
            case "runs/update":
                Status = (string)body["status"]!;
                return (HttpStatusCode.OK, "{}");
            default:
                Complaints.Add($"unknown address {request.Url}");
                return (HttpStatusCode.NotFound, "{}");
        }
    }

    private void Batch(JsonArray parameters, JsonArray metrics)
    {
        Limit(parameters.Count, 100, "parameters");
        Limit(metrics.Count, 1000, "metrics");
        foreach (var parameter in parameters)
        {
            Limit(((string)parameter!["value"]!).Length, 500, "characters of a parameter");
            if (!Parameters.TryAdd((string)parameter["key"]!, (string)parameter["value"]!))
                Complaints.Add($"parameter {parameter["key"]} came twice");
        }

        foreach (var metric in metrics)
        {
            if (!((string)metric!["key"]!).All(c => char.IsAsciiLetterOrDigit(c) || "_-./ ".Contains(c)))
                Complaints.Add($"key {metric["key"]}");
            Metrics.Add(metric.DeepClone());
        }
    }

    private void Limit(int count, int most, string what)
    {
        if (count > most)
            Complaints.Add($"{count} {what}");
    }

    private void Same(string came, string expected)
    {
        if (came != expected)
            Complaints.Add($"{came} instead of {expected}");
    }
}
