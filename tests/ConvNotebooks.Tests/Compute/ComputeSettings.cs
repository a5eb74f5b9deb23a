using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>Tests that set the vector width or the number of threads run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ComputeSettings
{
    public const string Name = "compute settings";

    /// <summary>Sets both until the result is disposed.</summary>
    internal static IDisposable Use(int bits, int threads)
    {
        var before = (Compute.Threads, Width: Lanes.Force(bits));
        Compute.Threads = threads;
        return new Restore(() =>
        {
            Compute.Threads = before.Threads;
            before.Width.Dispose();
        });
    }

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
