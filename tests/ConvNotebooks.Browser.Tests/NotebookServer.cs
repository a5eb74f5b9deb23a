using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ConvNotebooks.Browser.Tests;

/// <summary>A classic notebook server on loopback with a folder, a kernelspec and a configuration of its own.</summary>
internal sealed class NotebookServer : IAsyncDisposable
{
    private const string Token = "browser-test";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly string _folder;
    private readonly string _address;
    private readonly Process _process;

    private NotebookServer(string folder, string address, Process process) => (_folder, _address, _process) = (folder, address, process);

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <param name="notebook">The notebook it serves; a copy is opened.</param>
    public static async Task<NotebookServer> StartAsync(string notebook)
    {
        string folder = Directory.CreateTempSubdirectory("convnotebooks-").FullName;
        File.Copy(notebook, Path.Combine(folder, Path.GetFileName(notebook)));
        using (Process install = Start(folder, "dotnet", Path.Combine(AppContext.BaseDirectory, "ConvNotebooks.Cli.dll"), "kernel", "install", "--user"))
            await install.WaitForExitAsync();

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Process process = Start(
            folder, ClassicNotebookFactAttribute.Notebook, "--no-browser", "--allow-root", "--ip=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"--port={port}"), $"--NotebookApp.token={Token}", folder);
        var server = new NotebookServer(folder, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), process);
        await server.AnswersAsync();
        return server;
    }

    /// <summary>The address of a notebook, with the right to open it.</summary>
    public string Address(string notebook) => $"{_address}/notebooks/{notebook}?token={Token}";

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                (await http.GetAsync($"{_address}/api")).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < Limit && !_process.HasExited)
            {
                // Not yet.
            }
        }
    }

    private static Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        foreach (string variable in (string[])["JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"])
            start.Environment[variable] = folder;
        // The program begins with "env python3": Debian's own is meant.
        start.Environment["PATH"] = $"/usr/bin:{Environment.GetEnvironmentVariable("PATH")}";
        return Process.Start(start)!;
    }
}
