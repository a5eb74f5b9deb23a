using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Benchmarks;

/// <summary>A Python process that answers a JSON line with a JSON line.</summary>
internal sealed class TorchProcess : IDisposable
{
    private TorchProcess(Process process, JsonNode hello) => (Process, Hello) = (process, hello);

    public Process Process { get; }

    /// <summary>What the script said first.</summary>
    public JsonNode Hello { get; }

    /// <summary>Starts a script beside this program; null, with the reason, where it does not come up.</summary>
    public static TorchProcess? Start(string script, out string reason)
    {
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            ArgumentList = { "-u", Path.Combine(AppContext.BaseDirectory, script) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // PyTorch allocates each output anew. Kept in the process, freed memory serves the next one without page faults,
            // so that its outputs are reused as the other contestants' are.
            Environment = { ["MALLOC_MMAP_MAX_"] = "0", ["MALLOC_TRIM_THRESHOLD_"] = "34359738368" },
        };
        try
        {
            var process = Process.Start(start)!;
            if (process.StandardOutput.ReadLine() is { } line)
            {
                process.ErrorDataReceived += (_, e) => Console.Error.WriteLine(e.Data);
                process.BeginErrorReadLine();
                reason = "";
                return new(process, JsonNode.Parse(line)!);
            }

            var error = process.StandardError.ReadToEnd().Trim();
            process.Dispose();
            reason = $"its process did not start: {error[(error.LastIndexOf('\n') + 1)..]} (Debian: apt-get install python3-torch)";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            reason = $"/usr/bin/python3 did not start: {e.Message}";
        }

        return null;
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public JsonNode Ask(object request)
    {
        Process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        Process.StandardInput.Flush();
        return JsonNode.Parse(Process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("torch: the Python process has ended; its message is above."))!;
    }

    public void Dispose()
    {
        Process.StandardInput.Close();
        Process.WaitForExit();
        Process.Dispose();
    }
}
