using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>Where a kernel listens and how it signs: the file that a front-end writes before it starts the kernel.</summary>
/// <param name="Transport"><c>tcp</c> or <c>ipc</c>.</param>
/// <param name="Ip">The address to bind to, loopback where the file names none; with ipc what the paths of its sockets begin with.</param>
/// <param name="Ports">The port of every channel.</param>
/// <param name="HeartbeatPort">The port of the heartbeat.</param>
/// <param name="Key">The secret that signs messages; empty for none.</param>
/// <param name="SignatureScheme">How it signs.</param>
public sealed record ConnectionFile(
    string Transport, string Ip, IReadOnlyDictionary<KernelChannel, int> Ports, int HeartbeatPort, string Key, string SignatureScheme)
{
    /// <summary>The transport over Unix domain sockets.</summary>
    internal const string Ipc = "ipc";

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConnectionFileException">There is no such file, or it is no connection file, or its transport is unknown.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            string transport = (string?)json["transport"] ?? "tcp";
            if (transport is not ("tcp" or Ipc))
            {
                throw new ConnectionFileException(
                    $"Kernel: {path} asks for the transport {transport}; this kernel has tcp and ipc. Start it with --transport=tcp.");
            }

            return new ConnectionFile(
                transport,
                (string?)json["ip"] is { Length: > 0 } ip ? ip : transport == Ipc ? path : "127.0.0.1",
                new Dictionary<KernelChannel, int>
                {
                    [KernelChannel.Shell] = Port(json, "shell_port"),
                    [KernelChannel.Control] = Port(json, "control_port"),
                    [KernelChannel.IOPub] = Port(json, "iopub_port"),
                    [KernelChannel.Stdin] = Port(json, "stdin_port"),
                },
                Port(json, "hb_port"),
                (string?)json["key"] ?? "",
                (string?)json["signature_scheme"] ?? "hmac-sha256");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            throw new ConnectionFileException(
                $"Kernel: {path} is no connection file ({e.GetType().Name}); needed JSON with ip, key and the five ports. "
                + "Jupyter writes one when it starts a kernel.", e);
        }
    }

    /// <summary>The address of a port, as ZeroMQ writes it.</summary>
    /// <param name="port">One of the ports.</param>
    public string Address(int port) => $"{Transport}://{Ip}{(Transport == Ipc ? '-' : ':')}{port}";

    private static int Port(JsonObject json, string name) =>
        (int?)json[name] is { } port and > 0 and <= 65_535
            ? port
            : throw new FormatException($"{name} is missing.");
}
