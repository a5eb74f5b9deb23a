namespace ConvNotebooks.Notebooks.Tests;

/// <summary>
/// The processes that tests start: <c>dotnet ConvNotebooks.Notebooks.Tests.dll worker PIPE</c>, and as a host of our package
/// <c>host LIBRARY EXTENSION</c>.
/// </summary>
internal static class Program
{
    /// <summary>Starts this assembly as a worker.</summary>
    public static WorkerCommand WorkerCommand { get; } = new("dotnet", [typeof(Program).Assembly.Location, "worker"]);

    private static async Task<int> Main(string[] args) => args switch
    {
        ["worker", var pipe] => Worker.Main(pipe),
        ["host", var library, var extension] => await InteractiveHost.RunAsync(library, extension),
        _ => 2,
    };
}
