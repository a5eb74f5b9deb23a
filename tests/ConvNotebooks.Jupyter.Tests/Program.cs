namespace ConvNotebooks.Jupyter.Tests;

/// <summary>The kernel processes of the tests: <c>dotnet ConvNotebooks.Jupyter.Tests.dll kernel run --connection-file FILE</c>.</summary>
internal static class Program
{
    /// <summary>How this assembly is started, without the kernel's own arguments.</summary>
    public static string[] Command { get; } = ["dotnet", typeof(Program).Assembly.Location];

    private static int Main(string[] args) => args is [.., var connectionFile] ? KernelProcess.Main(connectionFile) : 2;
}
