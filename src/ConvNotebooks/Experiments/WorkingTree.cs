using System.ComponentModel;
using System.Diagnostics;

namespace ConvNotebooks;

/// <summary>What git says about the working tree around the current folder, where there are both.</summary>
internal static class WorkingTree
{
    private const int LongestWait = 5_000;

    public static (string? Commit, bool? Clean) Here()
    {
        if (Ask("rev-parse", "HEAD") is not { } commit)
            return (null, null);
        return (commit.Trim(), Ask("status", "--porcelain", "--untracked-files=no") is { } changes ? changes.Length == 0 : null);
    }

    private static string? Ask(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (git is null)
                return null;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var answer = git.StandardOutput.ReadToEndAsync();
            if (!answer.Wait(LongestWait) || !git.WaitForExit(LongestWait))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? answer.Result : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
