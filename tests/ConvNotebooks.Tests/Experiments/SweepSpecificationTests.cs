namespace ConvNotebooks.Tests.Experiments;

public sealed class SweepSpecificationTests
{
    private const string Base = "\"base\": { \"network\": \"INPUT 8x8x1 -> FC 10\", \"data\": \"digits\" }";

    [Fact]
    public void A_grid_has_every_combination_in_order()
    {
        var trials = SweepSpecification.Parse($"{{ {Base}, \"parameters\": {{ \"rate\": [0.1, 0.01], \"seed\": [1, 2, 3] }} }}").Trials();
        Assert.Equal([(0.1, 1UL), (0.1, 2), (0.1, 3), (0.01, 1), (0.01, 2), (0.01, 3)], trials.Select(t => (t.Recipe.Rate, t.Recipe.Seed)));
        Assert.Equal(("trial-006", "0.01", "3"), (trials[5].Name, trials[5].Chosen["rate"], trials[5].Chosen["seed"]));
    }

    [Fact]
    public void How_convolutions_are_computed_can_vary() =>
        Assert.Equal([ConvAlgorithm.Auto, ConvAlgorithm.Winograd], SweepSpecification.Parse(
            $"{{ {Base}, \"parameters\": {{ \"algorithm\": [\"auto\", \"winograd\"] }} }}").Trials().Select(t => t.Recipe.Algorithm));

    [Fact]
    public void Draws_follow_from_the_seed_and_stay_in_their_ranges()
    {
        string json = $"{{ {Base}, \"trials\": 200, \"seed\": 7, \"parameters\": {{ \"rate\": {{ \"min\": 0.001, \"max\": 1, \"scale\": \"log\" }}, \"validation\": {{ \"min\": 0.1, \"max\": 0.2 }}, \"batch\": [16, 32] }} }}";
        var trials = SweepSpecification.Parse(json).Trials();
        Assert.Equal(trials.Select(t => t.Recipe), SweepSpecification.Parse(json).Trials().Select(t => t.Recipe));
        Assert.NotEqual(trials.Select(t => t.Recipe.Rate), SweepSpecification.Parse(json.Replace("\"seed\": 7", "\"seed\": 8", StringComparison.Ordinal)).Trials().Select(t => t.Recipe.Rate));
        Assert.All(trials, t => Assert.True(t.Recipe is { Rate: >= 0.001 and <= 1, Validation: >= 0.1 and <= 0.2, Batch: 16 or 32 }));
        // On a log scale a third of the draws lies in each power of ten: 200/3 within five standard deviations.
        Assert.InRange(trials.Count(t => t.Recipe.Rate < 0.01), 34, 100);
    }

    [Theory]
    [InlineData("[]", "is no JSON object")]
    [InlineData("{\"base\": 1}", "has no base, the recipe that all trials share")]
    [InlineData("{\"base\": {}}", "has no parameters, a list or a range for each")]
    [InlineData("{\"bas\": {}}", "has 'bas', and a sweep has base, parameters, trials and seed")]
    [InlineData("{\"base\": {}, \"parameters\": {\"rate\": {\"min\": 0, \"max\": 1, \"scale\": \"log\"}}, \"trials\": 1}", "for rate; a list of values was needed, or with trials a range")]
    [InlineData("{\"base\": {}, \"parameters\": {\"rate\": [1]}, \"trials\": 0}", "has 0 trials, 1 to 10,000 were needed")]
    [InlineData("{", "cannot be read (")]
    public void What_is_no_sweep_says_why(string json, string problem)
    {
        var e = Assert.Throws<ExperimentException>(() => SweepSpecification.Parse(json, "s.json"));
        Assert.StartsWith("Sweep: 's.json' ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Mend it; convnotebooks sweep --help has an example.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_no_recipe_has_is_refused() => Assert.Contains("ratte",
        Assert.Throws<RecipeException>(() => SweepSpecification.Parse($"{{ {Base}, \"parameters\": {{ \"ratte\": [1] }} }}").Trials()).Message, StringComparison.Ordinal);
}
