namespace ConvNotebooks.Cli.Tests;

/// <summary>Texts that a person has read and found good: they change only together with their file.</summary>
internal static class Approved
{
    /// <summary>Compares a text with <c>NAME.approved.txt</c>; the received one is left in the temporary folder.</summary>
    public static void Equal(string name, string received)
    {
        string file = Path.Combine(AppContext.BaseDirectory, $"{name}.approved.txt");
        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (received.ReplaceLineEndings("\n") == approved)
            return;
        string left = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(name)}.received.txt");
        File.WriteAllText(left, received.ReplaceLineEndings("\n"));
        Assert.Fail($"{name} is not as approved. Compare {left} with {name}.approved.txt, and copy it there if it is right.\n{received}");
    }
}
