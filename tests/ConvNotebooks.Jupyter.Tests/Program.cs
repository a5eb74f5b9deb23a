namespace ConvNotebooks.Jupyter.Tests;

/// <summary>The kernel processes of the tests.</summary>
internal static class Program
{
    private static int Main(string[] args) => args.Length;
}
