using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks;

/// <summary>
/// Which recipes a sweep trains: a base recipe, and for any of its members a list of values, or a range to draw from. Without
/// <c>trials</c> it is the grid of all lists; with it, that many draws of a generator with the sweep's seed.
/// </summary>
/// <example>
/// <code>
/// { "base": { "network": "INPUT 8x8x1 -> FC 10", "data": "digits", "epochs": 5 },
///   "parameters": { "rate": { "min": 0.0001, "max": 0.1, "scale": "log" }, "batch": [32, 64] },
///   "trials": 10, "seed": 1 }
/// </code>
/// </example>
public sealed class SweepSpecification
{
    private const int MostTrials = 10_000;
    private readonly JsonObject basis;
    private readonly (string Name, JsonNode Values)[] parameters;
    private readonly int? trials;
    private readonly ulong seed;

    private SweepSpecification(JsonObject basis, (string Name, JsonNode Values)[] parameters, int? trials, ulong seed) =>
        (this.basis, this.parameters, this.trials, this.seed) = (basis, parameters, trials, seed);

    /// <summary>Reads a specification.</summary>
    /// <param name="json">Its JSON.</param>
    /// <param name="source">Where it comes from, for errors.</param>
    /// <exception cref="ExperimentException">It is no specification; the message says what is wrong.</exception>
    public static SweepSpecification Parse(string json, string source = "sweep")
    {
        try
        {
            var root = JsonNode.Parse(json) as JsonObject ?? throw Error("is no JSON object");
            if (root.Select(p => p.Key).Except(["base", "parameters", "trials", "seed"]).FirstOrDefault() is { } stranger)
                throw Error($"has '{stranger}', and a sweep has base, parameters, trials and seed");
            if (root["base"] is not JsonObject basis)
                throw Error("has no base, the recipe that all trials share");
            if (root["parameters"] is not JsonObject { Count: > 0 } parameters)
                throw Error("has no parameters, a list or a range for each");
            int? trials = root["trials"]?.GetValue<int>();
            foreach (var (name, values) in parameters)
            {
                if (values is JsonArray { Count: > 0 } || (values is JsonObject range && trials is not null && IsRange(range)))
                    continue;
                throw Error($"has {values?.ToJsonString() ?? "null"} for {name}; a list of values was needed, or with trials a range "
                    + "{\"min\": 0.001, \"max\": 0.1, \"scale\": \"log\"} (or \"linear\"), the least above 0 for log");
            }

            if (trials is < 1 or > MostTrials)
                throw Error($"has {trials} trials, 1 to {MostTrials:N0} were needed");
            return new(basis, [.. parameters.Select(p => (p.Key, p.Value!))], trials, root["seed"]?.GetValue<ulong>() ?? Network.DefaultSeed);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Error($"cannot be read ({e.Message.TrimEnd('.')})");
        }

        ExperimentException Error(string problem) => new($"Sweep: '{source}' {problem}. Mend it; convnotebooks sweep --help has an example.");
    }

    /// <summary>The trials, in order: the same specification gives the same ones anywhere.</summary>
    /// <exception cref="RecipeException">A parameter is no member of a recipe, or a value is refused.</exception>
    /// <exception cref="NotationException">A network is none.</exception>
    /// <exception cref="ExperimentException">The grid has too many.</exception>
    public IReadOnlyList<SweepTrial> Trials()
    {
        var choices = trials is { } count ? Enumerable.Range(0, count).Select(Draw) : Grid();
        return [.. choices.Select((choice, i) => Trial(i + 1, choice))];
    }

    private static bool IsRange(JsonObject range) =>
        range["min"]?.GetValue<double>() is { } least && range["max"]?.GetValue<double>() is { } most && least < most && double.IsFinite(most - least)
        && (range["scale"]?.GetValue<string>() ?? "linear") is var scale && (scale == "linear" || (scale == "log" && least > 0));

    private IEnumerable<JsonNode[]> Grid()
    {
        var size = parameters.Aggregate(1L, (product, p) => Math.Min(MostTrials + 1, product * ((JsonArray)p.Values).Count));
        if (size > MostTrials)
            throw new ExperimentException($"Sweep: the grid has more than {MostTrials:N0} trials. Shorten its lists, or draw some with trials.");
        IEnumerable<JsonNode[]> grid = [[]];
        foreach (var (_, values) in parameters)
            grid = grid.SelectMany(before => ((JsonArray)values).Select(value => (JsonNode[])[.. before, value!]));
        return grid;
    }

    private JsonNode[] Draw(int trial)
    {
        var random = new SeededRandom(seed, stream: (ulong)trial);
        return [.. parameters.Select(p => p.Values is JsonArray list ? list[random.NextInt32(list.Count)]! : Number((JsonObject)p.Values, random.NextSingle()))];
    }

    /// <summary>A number of a range; on a log scale by powers of ten rounded to six digits, which hide what a platform's Pow adds.</summary>
    private static JsonValue Number(JsonObject range, double place)
    {
        double least = range["min"]!.GetValue<double>(), most = range["max"]!.GetValue<double>();
        var value = range["scale"]?.GetValue<string>() == "log" ? least * Math.Pow(most / least, place) : least + (most - least) * place;
        return JsonValue.Create(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    private SweepTrial Trial(int number, JsonNode[] choice)
    {
        var recipe = (JsonObject)basis.DeepClone();
        var chosen = new OrderedDictionary<string, string>();
        for (var i = 0; i < choice.Length; i++)
        {
            recipe[parameters[i].Name] = choice[i].DeepClone();
            chosen[parameters[i].Name] = choice[i].ToString();
        }

        return new(FormattableString.Invariant($"trial-{number:000}"), TrainingRecipe.FromJson(recipe.ToJsonString(), FormattableString.Invariant($"trial {number}")), chosen);
    }
}

/// <summary>One run of a sweep.</summary>
/// <param name="Name">The name of its folder: <c>trial-001</c>.</param>
/// <param name="Recipe">What it trains.</param>
/// <param name="Chosen">What was chosen for it, by parameter.</param>
public sealed record SweepTrial(string Name, TrainingRecipe Recipe, IReadOnlyDictionary<string, string> Chosen);
