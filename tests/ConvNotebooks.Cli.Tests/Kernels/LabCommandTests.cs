namespace ConvNotebooks.Cli.Tests;

/// <summary><c>lab</c> with a Jupyter of the test's own on the PATH: a script that notes how it was called.</summary>
public sealed class LabCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convnotebooks-").FullName;

    [Fact]
    public async Task Jupyter_is_opened_with_the_kernel_installed()
    {
        if (OperatingSystem.IsWindows())
            return;
        string program = Path.Combine(_folder, "jupyter-notebook");
        string called = Path.Combine(_folder, "called");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$@\" > {called}\necho \"$JUPYTER_DATA_DIR\"/kernels/* >> {called}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string kernel = Path.Combine(_folder, "data", "kernels", "convnotebooks");
        string opening = $"Opening . with {program}; Ctrl-C ends it.\n";

        Assert.Equal(new Invocation(0, $"Installed convnotebooks in {kernel}\n{opening}", ""), await Lab(_folder, ".", "--", "--no-browser"));
        Assert.Equal($". --no-browser\n{kernel}\n", File.ReadAllText(called));
        Assert.Equal(new Invocation(0, opening, ""), await Lab(_folder, "."));

        File.WriteAllText(Path.Combine(kernel, "kernel.json"), "{\"argv\": [\"/gone/convnotebooks\"], \"metadata\": {\"convnotebooks\": true}}");
        Assert.StartsWith("Installed", (await Lab(_folder, ".")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Jupyter_it_says_what_to_install()
    {
        Assert.Equal(
            new Invocation(2, "", """
                convnotebooks lab: no jupyter-lab and no jupyter-notebook on the PATH. Install one of them, then run this again:
                  pip install jupyterlab                         where you have Python
                  sudo apt-get install jupyter-notebook          on Debian and Ubuntu
                  conda install -c conda-forge jupyterlab        with conda
                Without Jupyter, `convnotebooks run .` executes notebooks and writes pages to read.

                """.ReplaceLineEndings("\n")),
            await Lab("/nowhere", "."));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_the_users_mistake() => Assert.Equal(
        new Invocation(2, "", "convnotebooks lab: there is no nothing. Give a folder or a notebook that exists.\n"),
        await Lab(_folder, "nothing"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<Invocation> Lab(string path, params string[] args) => Invocation.OfProcess(
        _folder,
        new Dictionary<string, string?> { ["PATH"] = path, ["JUPYTER_DATA_DIR"] = Path.Combine(_folder, "data") },
        ["lab", .. args]);
}
