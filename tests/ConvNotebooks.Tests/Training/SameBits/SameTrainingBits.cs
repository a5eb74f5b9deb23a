using System.Diagnostics;

namespace ConvNotebooks.Tests.Training.SameBits;

/// <summary>
/// The promise of the library for training: the same weights to the bit at any number of threads and any vector width, after a
/// resume, with prefetching and without. All are held to one hash, kept from a reference machine.
/// </summary>
public abstract class SameTrainingBits : IDisposable
{
    private readonly string verb, stored;
    private readonly SameBitsTraining training;

    private protected SameTrainingBits(string verb, SameBitsTraining training, string stored) =>
        (this.verb, this.training, this.stored) = (verb, training, stored);

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Any_number_of_threads_gives_the_stored_bits(int threads)
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads);
        Check(training.Run(), $"{threads}");
    }

    [Theory]
    [InlineData("256 bits, narrow registers", "DOTNET_EnableAVX512=0", "1,3")]
    [InlineData("256 bits preferred", "DOTNET_PreferredVectorBitWidth=256", "2")]
    [InlineData("128 bits, no fused multiply-add in hardware", "DOTNET_EnableAVX2=0", "2")]
    public async Task Any_vector_width_gives_the_stored_bits(string name, string setting, string threads)
    {
        foreach (var line in await Child(setting, threads))
            Check(line, $"{name}, threads {threads}", trace => Child(setting, threads, trace).GetAwaiter().GetResult());
    }

    [Fact]
    public void Without_prefetching_and_across_a_resume_the_bits_are_the_stored_ones()
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, 2);
        Check(training.Run(prefetch: false), "no prefetching");
        training.Run(steps: training.Steps / 2, folder: Folder.Path);
        Check(training.Run(prefetch: false, resume: Folder.File("last")), $"resumed at step {training.Steps / 2}");
    }

    private protected Task<string[]> Child(string setting, string threads, string[] trace) => Child(setting, [threads, .. trace]);

    private protected async Task<string[]> Child(string setting, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SameTrainingBits).Assembly.Location, verb, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync();
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, $"{setting}: {await error}");
        return lines;
    }

    private void Check(string hash, string how, Action<string[]>? child = null)
    {
        if (hash == stored)
            return;
        var kept = Directory.CreateTempSubdirectory("convnotebooks-same-bits-").FullName;
        Assert.Fail($"{how}: the weights are {hash}, and {stored} is stored. {SameBitsDiagnosis.Explain(training, kept, child)}");
    }
}
