using System.Reflection;

namespace ConvNotebooks.Notebooks;

/// <summary>How a worker process is started; the pipe's name is added as the last argument.</summary>
/// <param name="FileName">The program, as an absolute path or found on the PATH.</param>
/// <param name="Arguments">Its arguments before the pipe's name.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables for the worker, where this process has not set them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The program that is running now, started once more with other arguments: as its own executable, or through
    /// <c>dotnet program.dll</c> where it was started so.
    /// </summary>
    /// <param name="arguments">What makes that program call <see cref="Worker.Main"/>.</param>
    public static WorkerCommand OfThisProgram(params string[] arguments)
    {
        string program = System.Environment.ProcessPath ?? "dotnet";
        bool viaDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new WorkerCommand(program, viaDotnet ? [Assembly.GetEntryAssembly()!.Location, .. arguments] : arguments);
    }
}
