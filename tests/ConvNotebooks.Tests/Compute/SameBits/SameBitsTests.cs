using System.Diagnostics;

namespace ConvNotebooks.Tests;

/// <summary>
/// The promise of the library: the same bits at every vector width and number of threads, on every processor. Child processes
/// compute with the runtime's own switches, and all are held to the hashes in hashes.txt, kept from a reference machine.
/// </summary>
/// <remarks>
/// <c>dotnet run --project tests/ConvNotebooks.Tests -- hashes</c> prints the file. It changes only when a routine's order of
/// operations is changed on purpose; the changelog says so then.
/// </remarks>
public class SameBitsTests
{
    [Theory]
    [InlineData("as it is", null)]
    [InlineData("256 bits, narrow registers", "DOTNET_EnableAVX512=0")]
    [InlineData("256 bits preferred", "DOTNET_PreferredVectorBitWidth=256")]
    [InlineData("128 bits, no fused multiply-add in hardware", "DOTNET_EnableAVX2=0")]
    [InlineData("no vectors", "DOTNET_EnableHWIntrinsic=0")]
    public async Task A_process_with_other_vectors_and_any_number_of_threads_gives_the_stored_bits(string name, string? setting)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SameBitsTests).Assembly.Location, "hashes", "1,2,3,7"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (setting?.Split('=') is [var variable, var value])
            start.Environment[variable] = value;
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync();
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, $"{name}: {await error}");

        // The first line says what computed.
        var stored = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Compute", "SameBits", "hashes.txt"));
        Assert.Equal(stored, lines[1..]);
        if (setting == "DOTNET_EnableHWIntrinsic=0")
            Assert.StartsWith("scalar on ", lines[0], StringComparison.Ordinal);
    }
}
