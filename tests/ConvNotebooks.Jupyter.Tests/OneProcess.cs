namespace ConvNotebooks.Jupyter.Tests;

/// <summary>Tests of what belongs to the whole process, its console and its formatters, run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneProcess
{
    public const string Name = "one process";
}
