using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Jupyter;

/// <summary>Tells when the process that started this one is gone, so that no kernel outlives its front-end.</summary>
public static class ParentWatch
{
    /// <summary>The variable in which Jupyter gives its process id to a kernel.</summary>
    public const string Variable = "JPY_PARENT_PID";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Ends when a process has ended; never where the id is missing, no number, or 1.</summary>
    /// <param name="processId">The id as text, such as the value of <see cref="Variable"/>.</param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task GoneAsync(string? processId, CancellationToken cancellation = default)
    {
        bool watched = int.TryParse(processId, CultureInfo.InvariantCulture, out int id) && id > 1;
        while (!watched || IsRunning(id))
            await Task.Delay(watched ? Interval : Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process parent = Process.GetProcessById(id);
            return !parent.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // It runs, but this process may not look closer.
            return true;
        }
    }
}
