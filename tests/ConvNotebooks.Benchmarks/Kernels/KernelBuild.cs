using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>The command as it is published: compiled ahead for this system.</summary>
internal static class KernelBuild
{
    /// <summary>Publishes the command line of the repository that the current folder is in.</summary>
    /// <returns>The program.</returns>
    /// <exception cref="UsageException">The folder is in no clone, or the build fails.</exception>
    public static string Publish(string folder)
    {
        var project = Path.Combine(Root(), "src", "ConvNotebooks.Cli");
        Console.WriteLine($"Publishing {project} ...");
        using var build = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained",
            "-p:PublishReadyToRun=true", "-o", folder, "-nologo", "-v", "quiet",
        ]))!;
        build.WaitForExit();
        return build.ExitCode == 0
            ? Path.Combine(folder, OperatingSystem.IsWindows() ? "ConvNotebooks.Cli.exe" : "ConvNotebooks.Cli")
            : throw new UsageException($"kernel: publishing {project} ended with {build.ExitCode}; its messages are above. Mend it, or give a --program.");
    }

    private static string Root()
    {
        for (var folder = Environment.CurrentDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ConvNotebooks.sln")))
                return folder;
        }

        throw new UsageException($"kernel: {Environment.CurrentDirectory} is in no clone of ConvNotebooks. Run it in one, or give a --program.");
    }
}
