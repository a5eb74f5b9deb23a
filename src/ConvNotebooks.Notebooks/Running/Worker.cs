using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// The inside of a worker process: runs the cells it is sent in one C# session. Messages go over a pipe of their own, one
/// line of JSON each, so that nothing a cell or a native library prints can come between them. The process ends when the
/// pipe does, whatever a cell is doing then.
/// </summary>
public static class Worker
{
    /// <summary>Serves one <see cref="WorkerSession"/> until it hangs up. Call this first thing in a program's Main.</summary>
    /// <param name="pipeName">The pipe's name, the last argument that the worker process was given.</param>
    /// <returns>The exit code: 0.</returns>
    /// <exception cref="TimeoutException">No process is listening at the pipe.</exception>
    public static int Main(string pipeName)
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, context => context.Cancel = true);
        using var pipe = new NamedPipeClientStream(
            ".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        pipe.Connect(TimeSpan.FromSeconds(10));
        var requests = new BlockingCollection<JsonNode>();
        new Thread(() => Listen(pipe, requests)) { IsBackground = true, Name = "requests" }.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => CellOutput.Current?.Flush();

        using var writer = new StreamWriter(pipe, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        // Before the first cell, so that it is not counted against that cell's limit.
        SessionWarmUp.RunAsync().GetAwaiter().GetResult();
        var session = new CSharpSession();
        writer.WriteLine("{\"kind\":\"ready\"}");
        foreach (JsonNode request in requests.GetConsumingEnumerable())
        {
            session.ExecuteAsync(
                new CellCode((string)request["code"]!, (string)request["language"]!),
                (int)request["count"]!,
                happened => writer.WriteLine(CellEventJson.Write(happened))).GetAwaiter().GetResult();
            writer.WriteLine("{\"kind\":\"done\"}");
        }

        return 0;
    }

    private static void Listen(NamedPipeClientStream pipe, BlockingCollection<JsonNode> requests)
    {
        try
        {
            using var reader = new StreamReader(pipe, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
                requests.Add(JsonNode.Parse(line)!);
        }
        catch (IOException)
        {
            // The other side is gone: the same as a hang-up.
        }

        Environment.Exit(0);
    }
}
