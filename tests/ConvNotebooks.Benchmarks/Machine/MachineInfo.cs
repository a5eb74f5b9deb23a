using System.Reflection;
using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>Where results were measured, as far as it decides them.</summary>
internal sealed record MachineInfo(string Processor, int Processors, int VectorBits, string Runtime, string System, string Commit, DateTime MeasuredAt)
{
    public static MachineInfo Here() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Compute.VectorBits,
        RuntimeInformation.FrameworkDescription,
        $"{SystemName()}, {RuntimeInformation.ProcessArchitecture}",
        typeof(Compute).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        DateTime.UtcNow);

    public override string ToString() =>
        $"{Processor}, {Processors} processors, {VectorBits}-bit vectors, {Runtime}, {System}, ConvNotebooks {Commit}";

    private static string ProcessorName() => Field("/proc/cpuinfo", "model name") is { } name
        ? $"{name}{(Field("/proc/cpuinfo", "cpu family") is { } family ? $" (family {family}, model {Field("/proc/cpuinfo", "model")})" : "")}"
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string SystemName() => Field("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? RuntimeInformation.OSDescription;

    /// <summary>The value of the first line "name : value" or "name=value" of a file; null without one.</summary>
    private static string? Field(string file, string name) => !File.Exists(file)
        ? null
        : File.ReadLines(file).Select(line => line.Split([':', '='], 2)).FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();
}
