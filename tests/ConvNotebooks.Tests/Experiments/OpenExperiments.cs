namespace ConvNotebooks.Tests.Experiments;

/// <summary>Tests that open experiments: a trainer of another test would log into them, so they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OpenExperiments
{
    public const string Name = "open experiments";
}
