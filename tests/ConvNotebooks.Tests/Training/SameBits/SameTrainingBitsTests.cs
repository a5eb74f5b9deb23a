using System.Diagnostics;

namespace ConvNotebooks.Tests.Training.SameBits;

/// <summary>
/// The promise of the library for training: the same weights to the bit at any number of threads and any vector width, after a
/// resume, with prefetching and without. All are held to one hash, kept from a reference machine.
/// </summary>
[Collection(ComputeSettings.Name)]
public sealed class SameTrainingBitsTests : IDisposable
{
    /// <summary>
    /// Of <c>dotnet run --project tests/ConvNotebooks.Tests -- training 1</c>. It changes only when the order of operations of a routine
    /// is changed on purpose; the changelog says so then.
    /// </summary>
    private const string Stored = "084e63db6b74f7786bf1ec45619701c54b0a6b8be75ac85f2f1ca6acb32a7960";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Any_number_of_threads_gives_the_stored_bits(int threads)
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads);
        Check(SameBitsTraining.Run(), $"{threads}");
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
        Check(SameBitsTraining.Run(prefetch: false), "no prefetching");
        SameBitsTraining.Run(steps: 100, folder: folder.Path);
        Check(SameBitsTraining.Run(prefetch: false, resume: folder.File("last")), "resumed at step 100");
    }

    /// <summary>What a failure of these tests shows, with a child process that goes wrong on purpose.</summary>
    [Fact]
    public async Task A_mismatch_is_traced_to_the_first_step_and_layer_and_both_tensors_are_kept()
    {
        var message = SameBitsDiagnosis.Explain(folder.Path, trace => Child("NUDGE=150", "2", trace).GetAwaiter().GetResult());
        Assert.Matches(@"^step 151, conv2, weights: [0-9a-f]{16}… in one run, [0-9a-f]{16}… in the other\. Both are kept: ", message);
        Tensor here = Safetensors.Read(folder.File("here.safetensors")).Tensors["weights"], there = Safetensors.Read(folder.File("there.safetensors")).Tensors["weights"];
        Assert.Equal(1, Enumerable.Range(0, here.Values.Length).Count(i => here.Values[i] != there.Values[i]));
        Assert.NotEqual([Stored], await Child("NUDGE=150", "2"));
    }

    private static void Check(string hash, string how, Action<string[]>? child = null)
    {
        if (hash == Stored)
            return;
        var kept = Directory.CreateTempSubdirectory("convnotebooks-same-bits-").FullName;
        Assert.Fail($"{how}: the weights are {hash}, and {Stored} is stored. {SameBitsDiagnosis.Explain(kept, child)}");
    }

    private static async Task<string[]> Child(string setting, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SameTrainingBitsTests).Assembly.Location, "training", .. args])
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

    private static Task<string[]> Child(string setting, string threads, string[] trace) => Child(setting, [threads, .. trace]);
}
