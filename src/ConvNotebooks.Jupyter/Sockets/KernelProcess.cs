using System.Runtime.InteropServices;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary>The inside of a kernel process, from its connection file to its end.</summary>
public static class KernelProcess
{
    private static readonly TimeSpan PauseForTheFirstCell = TimeSpan.FromMilliseconds(300);

    /// <summary>Serves one kernel until it is shut down or the process that started it is gone.</summary>
    /// <param name="connectionFile">The path that Jupyter gave.</param>
    /// <returns>The exit code: 0; 1 when the parent is gone; 2 when the connection file cannot be used.</returns>
    public static int Main(string connectionFile)
    {
        try
        {
            return RunAsync(ConnectionFile.Read(connectionFile)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is ConnectionFileException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static async Task<int> RunAsync(ConnectionFile connection)
    {
        TextWriter outside = TextWriter.Synchronized(Console.Error);
        using var language = new CSharpLanguage();
        _ = Task.Run(() => WarmUpAsync(language));
        using var sockets = new KernelSockets(connection, outside.WriteLine);
        await using var kernel = new JupyterKernel(sockets, new Lazy<CSharpSession>(() => new CSharpSession()), language, outside.WriteLine);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        bool leaving = false;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Volatile.Read(ref leaving))
                return;
            kernel.Abandon("The cell ended the kernel's process. Restart the kernel; its variables are gone.");
            sockets.Dispose();
        };
        sockets.Start(kernel.Receive);
        kernel.Start();
        Task parentGone = ParentWatch.GoneAsync(Environment.GetEnvironmentVariable(ParentWatch.Variable));
        Task first = await Task.WhenAny(kernel.Ended, parentGone).ConfigureAwait(false);
        Volatile.Write(ref leaving, true);
        if (first == parentGone)
            Environment.Exit(1);
        return 0;
    }

    /// <summary>
    /// Loads and compiles what every first cell, completion and help need, while the kernel is asked who it is. A cell that
    /// waits for the first of it has the processor for itself then.
    /// </summary>
    private static async Task WarmUpAsync(CSharpLanguage language)
    {
        await SessionWarmUp.RunAsync().ConfigureAwait(false);
        await Task.Delay(PauseForTheFirstCell).ConfigureAwait(false);
        await language.CompleteAsync("Console.W", 9).ConfigureAwait(false);
        await language.InspectAsync("Console", 7).ConfigureAwait(false);
    }
}
