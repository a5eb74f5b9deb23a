using System.ComponentModel;
using System.Diagnostics;

namespace ConvNotebooks.Tests.Training;

/// <summary>Runs where /usr/bin/python3 has PyTorch (Debian's python3-torch), and is skipped elsewhere.</summary>
public sealed class PyTorchFactAttribute : FactAttribute
{
    internal const string Python = "/usr/bin/python3";
    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"]))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    public PyTorchFactAttribute()
    {
        if (!IsThere.Value)
            Skip = $"needs {Python} with PyTorch (Debian: apt-get install python3-torch)";
    }
}
