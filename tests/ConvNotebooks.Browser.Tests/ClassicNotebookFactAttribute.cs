namespace ConvNotebooks.Browser.Tests;

/// <summary>A test that needs Debian's classic notebook and Chromium: skipped, with the reason, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClassicNotebookFactAttribute : FactAttribute
{
    public const string Notebook = "/usr/bin/jupyter-notebook";
    public const string Chromium = "/usr/bin/chromium";

    public ClassicNotebookFactAttribute()
    {
        if (Array.Find([Notebook, Chromium], program => !File.Exists(program)) is { } missing)
            Skip = $"needs Debian's jupyter-notebook and chromium: there is no {missing}";
    }
}
