namespace ConvNotebooks.Jupyter.Tests;

public sealed class KernelSpecTests
{
    [Fact]
    public void The_file_says_what_Jupyter_starts_and_how_it_interrupts()
    {
        using var data = new TemporaryFolder();
        KernelSpec spec = KernelSpec.Install(data.Path, ["/opt/dotnet", "/opt/tool.dll"]);
        Assert.Equal(data.File("kernels/convnotebooks"), spec.Folder);
        Assert.Equal(
            """
            {
             "argv": [
              "/opt/dotnet",
              "/opt/tool.dll",
              "kernel",
              "run",
              "--connection-file",
              "{connection_file}"
             ],
             "display_name": "C# (ConvNotebooks)",
             "language": "C#",
             "interrupt_mode": "message",
             "env": {
              "DOTNET_GCHeapHardLimitPercent": "4B"
             },
             "metadata": {
              "convnotebooks": true,
              "debugger": false
             }
            }

            """,
            File.ReadAllText(Path.Combine(spec.Folder, "kernel.json")));
    }

    [Fact]
    public void What_is_installed_is_listed_until_it_is_uninstalled()
    {
        using var data = new TemporaryFolder();
        Assert.Empty(KernelSpec.List(data.Path));
        KernelSpec.Install(data.Path, ["tool"], "b");
        KernelSpec.Install(data.Path, ["tool"]);
        KernelSpec.Install(data.Path, ["newer"]);
        Assert.Equal(["b:tool", "convnotebooks:newer"], KernelSpec.List(data.Path).Select(s => $"{s.Name}:{s.Command[0]}"));
        KernelSpec.Uninstall(data.Path, "b");
        Assert.Equal(["convnotebooks"], KernelSpec.List(data.Path).Select(s => s.Name));
        Assert.Equal(
            $"Kernelspec: no kernel of this program is at {data.File("kernels/b")}. See `convnotebooks kernel list`.",
            Assert.Throws<KernelSpecException>(() => KernelSpec.Uninstall(data.Path, "b")).Message);
    }

    [Fact]
    public void Another_programs_kernel_is_left_alone()
    {
        using var data = new TemporaryFolder();
        string folder = Directory.CreateDirectory(data.File("kernels/python3")).FullName;
        File.WriteAllText(Path.Combine(folder, "kernel.json"), "{\"argv\": [\"python3\"]}");
        Assert.Empty(KernelSpec.List(data.Path));
        Assert.Equal(
            $"Kernelspec: {folder} is there already and not this program's. Choose another name (--name).",
            Assert.Throws<KernelSpecException>(() => KernelSpec.Install(data.Path, ["tool"], "python3")).Message);
        Assert.Throws<KernelSpecException>(() => KernelSpec.Uninstall(data.Path, "python3"));
        Assert.True(File.Exists(Path.Combine(folder, "kernel.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("A b")]
    public void A_name_that_is_no_folder_name_is_refused(string name)
    {
        using var data = new TemporaryFolder();
        Assert.Equal(
            $"Kernelspec: \"{name}\" is no kernel name; needed lower-case letters, digits, '.', '_' and '-'. Choose such a name.",
            Assert.Throws<KernelSpecException>(() => KernelSpec.Install(data.Path, ["tool"], name)).Message);
    }

    [Theory]
    [InlineData("JUPYTER_DATA_DIR=/data HOME=/home/a", "/data")]
    [InlineData("XDG_DATA_HOME=/xdg HOME=/home/a", "/xdg/jupyter")]
    [InlineData("HOME=/home/a", "/home/a/.local/share/jupyter")]
    public void The_users_folder_follows_the_environment(string variables, string expected)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Dictionary<string, string> set = variables.Split(' ').Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
        Assert.Equal(expected, JupyterFolders.User(name => set.GetValueOrDefault(name)));
    }
}
