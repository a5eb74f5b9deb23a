using System.Diagnostics;

namespace ConvNotebooks.Tests;

/// <summary>Runs where Debian's python3 has a module, and is skipped elsewhere.</summary>
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(string module)
    {
        if (!File.Exists(Python.Interpreter) || Python.Ask($"import importlib.util; print(importlib.util.find_spec('{module}') is not None)") != "True\n")
            Skip = $"needs {Python.Interpreter} with {module} (Debian: python3-{module})";
    }
}

/// <summary>Other people's code, asked through python3.</summary>
internal static class Python
{
    public const string Interpreter = "/usr/bin/python3";

    /// <summary>The standard output of a script.</summary>
    public static string Ask(string script)
    {
        var start = new ProcessStartInfo(Interpreter, ["-W", "ignore", "-c", script])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = new System.Text.UTF8Encoding(false),
            Environment = { ["PYTHONIOENCODING"] = "utf-8" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
