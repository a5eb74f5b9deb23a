using System.Text.Json.Nodes;

namespace ConvNotebooks.Cli.Tests;

public sealed class KernelCommandTests : IDisposable
{
    private readonly string _prefix = Directory.CreateTempSubdirectory("convnotebooks-").FullName;

    [Fact]
    public async Task A_kernel_is_installed_listed_and_uninstalled()
    {
        string data = Path.Combine(_prefix, "share", "jupyter");
        string folder = Path.Combine(data, "kernels", "csharp");
        Assert.Equal(
            new Invocation(0, $"Installed csharp in {folder}\n", ""),
            await Invocation.OfProcess(_prefix, "kernel", "install", "--prefix", _prefix, "--name", "csharp"));

        string[] command =
            [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!["argv"]!.AsArray().Select(part => (string)part!)];
        Assert.True(File.Exists(command[0]), command[0]);
        Assert.Equal(["kernel", "run", "--connection-file", "{connection_file}"], command[^4..]);
        Invocation list = await Invocation.OfProcess(_prefix, "kernel", "list", "--prefix", _prefix);
        Assert.Equal(new Invocation(0, $"csharp  {folder}  {string.Join(' ', command)}\n", ""), list);

        Assert.Equal(
            new Invocation(0, "Removed csharp\n", ""),
            await Invocation.Of("kernel", "uninstall", "--prefix", _prefix, "--name", "csharp"));
        Assert.Equal(
            new Invocation(0, $"None in {data}. Run `convnotebooks kernel install`.\n", ""),
            await Invocation.Of("kernel", "list", "--prefix", _prefix));
    }

    [Fact]
    public async Task Two_places_are_the_users_mistake() => Assert.Equal(
        new Invocation(2, "", "convnotebooks kernel: --user and --prefix came together; needed one of them. Leave one out.\n"),
        await Invocation.Of("kernel", "install", "--user", "--prefix", _prefix));

    [Fact]
    public async Task A_kernel_that_is_not_there_cannot_be_uninstalled() => Assert.Equal(
        new Invocation(2, "",
            $"Kernelspec: no kernel of this program is at {Path.Combine(_prefix, "share", "jupyter", "kernels", "convnotebooks")}. "
            + "See `convnotebooks kernel list`.\n"),
        await Invocation.Of("kernel", "uninstall", "--prefix", _prefix));

    public void Dispose() => Directory.Delete(_prefix, recursive: true);
}
