using System.Reflection;
using System.Runtime.InteropServices;

namespace ConvNotebooks;

/// <summary>Where a run was computed. None of it changes a bit of the results; all of it is worth knowing when they differ.</summary>
/// <param name="Library">The version of ConvNotebooks, with the commit it was built from where that is known.</param>
/// <param name="DotNet">The version of .NET.</param>
/// <param name="System">The operating system and the processor's architecture.</param>
/// <param name="Processor">The model of the processor.</param>
/// <param name="VectorBits">The vector width of the routines, in bits.</param>
/// <param name="Threads">Threads that a routine could use.</param>
/// <param name="Commit">The commit that was checked out where the run began; null outside a git working tree.</param>
/// <param name="Clean">Whether the working tree was as committed; null outside one.</param>
public sealed record EnvironmentRecord(
    string Library, string DotNet, string System, string Processor, int VectorBits, int Threads, string? Commit = null, bool? Clean = null)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>The environment of this process, now.</summary>
    public static EnvironmentRecord Here()
    {
        var (commit, clean) = WorkingTree.Here();
        return new(
            typeof(EnvironmentRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Environment.Version.ToString(), $"{RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}",
            ProcessorName(), Compute.VectorBits, Compute.Threads, commit, clean);
    }

    /// <summary>What is different in another environment: <c>threads 1, here 2</c>.</summary>
    /// <param name="here">The other one.</param>
    public IReadOnlyList<string> DifferencesTo(EnvironmentRecord here)
    {
        ArgumentNullException.ThrowIfNull(here);
        (string What, string Was, string Is)[] all =
        [
            ("library", Library, here.Library),
            ("commit", Tree(Commit, Clean), Tree(here.Commit, here.Clean)),
            (".NET", DotNet, here.DotNet),
            ("system", System, here.System),
            ("processor", Processor, here.Processor),
            ("vector width", $"{VectorBits} bits", $"{here.VectorBits} bits"),
            ("threads", $"{Threads}", $"{here.Threads}"),
        ];
        return [.. all.Where(d => d.Was != d.Is).Select(d => $"{d.What}: {d.Was}, here {d.Is}")];
    }

    private static string Tree(string? commit, bool? clean) => commit is null ? "none" : commit + (clean == false ? " with changes" : "");

    private static string ProcessorName()
    {
        if (File.Exists(ProcessorFile)
            && File.ReadLines(ProcessorFile).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }
}
