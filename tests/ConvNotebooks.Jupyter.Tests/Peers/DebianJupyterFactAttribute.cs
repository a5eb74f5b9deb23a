using System.Diagnostics;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>A test that needs Debian's Jupyter: skipped, with the reason, where a module of it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DebianJupyterFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public DebianJupyterFactAttribute(string module)
    {
        if (!Has(module))
            Skip = $"needs Debian's Jupyter: {Python} has no {module}";
    }

    private static bool Has(string module)
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
