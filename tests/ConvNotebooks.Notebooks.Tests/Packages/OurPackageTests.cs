using System.Diagnostics;
using System.Text.Json;
using ConvNotebooks.Notebooks.Tests.Repository;

namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Our own package in a host that knows it only as .NET Interactive documents it.</summary>
public sealed class OurPackageTests
{
    private const string OfOurs = "Sees: pixels of the input that a neuron sees";

    [Fact]
    public async Task A_host_finds_its_formatter_sources_and_its_extension()
    {
        string extension = Path.Combine(
            CommittedNotebooksTests.Folder(), "..", "src", "ConvNotebooks.Interactive", "interactive-extensions", "dotnet", "extension.dib");
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(Program).Assembly.Location, "host", Path.Combine(AppContext.BaseDirectory, "ConvNotebooks.Interactive.dll"), Path.GetFullPath(extension)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process host = Process.Start(start)!;
        Task<string> errors = host.StandardError.ReadToEndAsync();
        string output = await host.StandardOutput.ReadToEndAsync();
        await host.WaitForExitAsync();
        Assert.Equal((0, ""), (host.ExitCode, await errors));
        HostReport report = JsonSerializer.Deserialize<HostReport>(output)!;

        (string type, string[] mimeTypes) = Assert.Single(report.Sources);
        Assert.Equal("ConvNotebooks.Interactive.View", type);
        Assert.Equal(["text/html", "image/png", "text/plain"], mimeTypes);
        Assert.Equal("<pre>as text</pre>", report.View);
        Assert.DoesNotContain(OfOurs, report.Before, StringComparison.Ordinal);
        Assert.Contains(OfOurs, report.After, StringComparison.Ordinal);
        Assert.Contains("<table", report.After, StringComparison.Ordinal);
        Assert.StartsWith(report.Session!, report.After, StringComparison.Ordinal);
    }
}
