using System.Runtime.CompilerServices;

namespace ConvNotebooks.Interactive.Tests;

/// <summary>
/// Compares a text with its approved copy beside the tests. On a difference the text is written to the temporary folder,
/// and the failure says how to accept it.
/// </summary>
internal static class Approval
{
    public static void Matches(string name, string text, [CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!Directory.Exists(Path.Combine(folder, "Approved")))
            folder = Path.GetDirectoryName(folder)!;
        var approved = Path.Combine(folder, "Approved", $"{name}.approved.txt");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "(nothing approved yet)";
        if (expected == text)
            return;

        var received = Path.Combine(Path.GetTempPath(), "convnotebooks-received");
        Directory.CreateDirectory(received);
        var file = Path.Combine(received, $"{name}.received.txt");
        File.WriteAllText(file, text);
        Assert.Fail($"'{name}' differs from its approved text {Difference(expected, text)}. To accept it:\ncp '{file}' '{approved}'");
    }

    private static string Difference(string expected, string text)
    {
        string[] a = expected.Split('\n'), b = text.Split('\n');
        var line = 0;
        while (line < a.Length && line < b.Length && a[line] == b[line])
            line++;
        return $"in line {line + 1}:\napproved: {a.ElementAtOrDefault(line)}\nreceived: {b.ElementAtOrDefault(line)}\n";
    }
}
