namespace ConvNotebooks.Benchmarks;

/// <summary>One implementation made ready for one case: weights prepared, outputs allocated.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>The peer, or ours.</summary>
    string Name { get; }

    /// <summary>Whether it works on its own layouts of activations, as inside a network, rather than N C H W to N C H W.</summary>
    bool InNetwork { get; }

    /// <summary>Computes the case so many times and gives the seconds that took.</summary>
    double Run(int times);

    /// <summary>The result in the layout of a tensor; null where only time is compared.</summary>
    float[]? Result();
}

/// <summary>A library to compare with.</summary>
internal interface IPeer : IDisposable
{
    string Name { get; }

    /// <summary>The version, or null where it is not installed.</summary>
    string? Version { get; }

    /// <summary>The ways in which it can compute a case; none where it cannot.</summary>
    IEnumerable<IContestant> Prepare(ConvCase c);
}
