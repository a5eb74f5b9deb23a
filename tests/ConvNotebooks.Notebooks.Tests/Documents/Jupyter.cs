using System.Diagnostics;

namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Runs where Debian's python3 has Jupyter's nbformat, and is skipped elsewhere.</summary>
public sealed class JupyterFactAttribute : FactAttribute
{
    public JupyterFactAttribute()
    {
        if (!Jupyter.IsThere.Value)
            Skip = $"needs {Jupyter.Python} with nbformat (Debian: python3-nbformat)";
    }
}

/// <summary>Jupyter's own nbformat, asked through python3.</summary>
internal static class Jupyter
{
    public const string Python = "/usr/bin/python3";

    public static readonly Lazy<bool> IsThere = new(
        () => File.Exists(Python) && Ask("import nbformat; print(nbformat.current_nbformat)", "") == "4\n");

    /// <summary>The standard output of a script that reads a text from its standard input.</summary>
    public static string Ask(string script, string input)
    {
        var start = new ProcessStartInfo(Python, ["-W", "ignore", "-c", "import sys; sys.stdin.reconfigure(newline='')\n" + script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = new System.Text.UTF8Encoding(false),
            Environment = { ["PYTHONIOENCODING"] = "utf-8" },
        };
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
