namespace ConvNotebooks.Jupyter.Tests;

public sealed class ConnectionFileTests : IDisposable
{
    private const string Ports = "\"shell_port\": 1, \"control_port\": 2, \"iopub_port\": 3, \"stdin_port\": 4, \"hb_port\": 5";
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("connection.json");

    [Fact]
    public void Without_an_address_the_kernel_listens_on_loopback_alone() =>
        Assert.Equal("tcp://127.0.0.1:3", Read($"{{{Ports}}}").Address(3));

    [Fact]
    public void An_address_is_taken_as_told() =>
        Assert.Equal("tcp://0.0.0.0:3", Read($"{{\"ip\": \"0.0.0.0\", {Ports}}}").Address(3));

    [Fact]
    public void Ipc_is_a_file_for_every_port() =>
        Assert.Equal("ipc://run/kernel-3", Read($"{{\"transport\": \"ipc\", \"ip\": \"run/kernel\", {Ports}}}").Address(3));

    [Fact]
    public void A_connection_file_that_is_none_is_refused()
    {
        Assert.Equal(
            $"Kernel: {Path} is no connection file (FormatException); needed JSON with ip, key and the five ports. "
            + "Jupyter writes one when it starts a kernel.",
            Assert.Throws<ConnectionFileException>(() => Read("{}")).Message);
        Assert.Equal(
            $"Kernel: {Path} asks for the transport udp; this kernel has tcp and ipc. Start it with --transport=tcp.",
            Assert.Throws<ConnectionFileException>(() => Read("{\"transport\": \"udp\"}")).Message);
    }

    public void Dispose() => _folder.Dispose();

    private ConnectionFile Read(string json)
    {
        File.WriteAllText(Path, json);
        return ConnectionFile.Read(Path);
    }
}
