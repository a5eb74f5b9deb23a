using System.Diagnostics;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Tests;

/// <summary>What one call of the command left behind.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Invocation(int Code, string Output, string Error)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ConvNotebooks.Cli.dll");

    /// <summary>Calls the command in this process; workers are processes of the real program.</summary>
    public static async Task<Invocation> Of(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var command = new CommandLine(new Screen(output, error, isTerminal: false), new WorkerCommand("dotnet", [Program, "worker"]));
        int code = await command.RunAsync(args);
        return new Invocation(code, output.ToString(), error.ToString());
    }

    /// <summary>Calls the command as a process of its own.</summary>
    public static Task<Invocation> OfProcess(string folder, params string[] args) => OfProcess(folder, [], args);

    /// <summary>As <see cref="OfProcess(string, string[])"/>, with environment variables of its own.</summary>
    public static async Task<Invocation> OfProcess(string folder, Dictionary<string, string?> environment, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string? value) in environment)
            start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Invocation(process.ExitCode, await output, await error);
    }
}
