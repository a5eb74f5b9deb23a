namespace ConvNotebooks.Notebooks.Tests;

/// <summary>The worker processes of the tests: <c>dotnet ConvNotebooks.Notebooks.Tests.dll worker PIPE</c>.</summary>
internal static class Program
{
    /// <summary>Starts this assembly as a worker.</summary>
    public static WorkerCommand WorkerCommand { get; } = new("dotnet", [typeof(Program).Assembly.Location, "worker"]);

    private static int Main(string[] args) => args is ["worker", var pipe] ? Worker.Main(pipe) : 2;
}
