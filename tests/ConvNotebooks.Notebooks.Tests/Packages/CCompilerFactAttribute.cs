namespace ConvNotebooks.Notebooks.Tests;

/// <summary>A test that compiles a native library: skipped, with the reason, where there is no C compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CCompilerFactAttribute : FactAttribute
{
    public const string Compiler = "/usr/bin/cc";

    public CCompilerFactAttribute()
    {
        if (!File.Exists(Compiler))
            Skip = $"needs a C compiler for Linux: there is no {Compiler} (Debian: apt-get install gcc libc6-dev)";
        else if (!OperatingSystem.IsLinux())
            Skip = "needs Linux: it makes a library in that system's format";
    }
}
