using System.Diagnostics;

namespace ConvNotebooks.Benchmarks;

/// <summary>A library that computes convolutions: this one or one to compare with.</summary>
internal interface IPeer : IDisposable
{
    string Name { get; }

    /// <summary>The version; null where it is not installed.</summary>
    string? Version { get; }

    /// <summary>Why there is no version, or how the library is set up.</summary>
    string Remark { get; }

    /// <summary>Processes that it started.</summary>
    IEnumerable<Process> Processes => [];

    /// <summary>The ways in which it computes a case, N C H W to N C H W first; none where it cannot.</summary>
    IEnumerable<IContestant> Prepare(ConvCase c);

    /// <summary>The way in which it computes a whole network; none where it cannot.</summary>
    IEnumerable<IContestant> Prepare(NetCase c);
}
