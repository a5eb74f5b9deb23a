namespace ConvNotebooks.Browser.Tests;

/// <summary>A test that needs Chromium: skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Chromium))
            Skip = $"needs Debian's chromium: there is no {Chromium}";
    }
}
