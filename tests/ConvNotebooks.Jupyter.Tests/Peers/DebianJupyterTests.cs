using System.Diagnostics;
using System.Text.RegularExpressions;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>Debian's own Jupyter programs drive the kernel as a process of its own, over real sockets.</summary>
public sealed partial class DebianJupyterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    [DebianJupyterFact("jupyter_kernel_test")]
    public async Task Every_test_of_jupyter_kernel_test_runs_and_none_fails()
    {
        using var data = new TemporaryFolder();
        (int exit, string text) = await RunAsync(data, PeerFile("kernel_tests.py"), KernelSpec.DefaultName);
        Assert.True(exit == 0, text);
        Assert.Equal("12", Ran().Match(text).Groups[1].Value);
        Assert.DoesNotContain("skipped", text);
    }

    [DebianJupyterFact("jupyter_client")]
    public async Task A_client_over_unix_domain_sockets_runs_a_cell()
    {
        using var data = new TemporaryFolder();
        (int exit, string text) = await RunAsync(data, PeerFile("ipc_client.py"), KernelSpec.DefaultName);
        Assert.True(exit == 0, text);
        Assert.Contains("1,2,3\n", text);
        Assert.Contains("beating over ipc", text);
    }

    [DebianJupyterFact("nbclient")]
    public async Task Nbconvert_executes_a_notebook()
    {
        using var data = new TemporaryFolder();
        string notebook = data.File("sample.ipynb");
        File.Copy(PeerFile("sample.ipynb"), notebook);
        (int exit, string text) = await RunAsync(
            data, "-m", "nbconvert", "--to", "notebook", "--execute", "--stdout", notebook);
        Assert.True(exit == 0, text);
        Assert.Contains("\"text/plain\": \"55\"", Regex.Replace(text, @"\[\s+(""[^""]*"")\s+\]", "$1"));
    }

    /// <summary>At 256 bits and on one processor: the outputs are those that a runner with all vectors and processors has stored.</summary>
    [DebianJupyterFact("nbclient")]
    public async Task Nbconvert_gets_the_stored_outputs_of_every_notebook_of_this_project()
    {
        using var data = new TemporaryFolder();
        string[] notebooks = NotebooksOfThisProject();
        (int exit, string text) = await RunAsync(
            data,
            [("DOTNET_EnableAVX512", "0"), ("DOTNET_PROCESSOR_COUNT", "1")],
            [
                "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=convnotebooks",
                "--output-dir", data.Path, .. notebooks,
            ]);
        Assert.True(exit == 0, text);
        Assert.All(notebooks, notebook => Assert.Empty(NotebookComparer.Compare(
            NotebookDocument.Read(notebook), NotebookDocument.Read(data.File(Path.GetFileName(notebook))))));
    }

    /// <summary>nbconvert executes by nbclient too: here it is nbclient's own command.</summary>
    [DebianJupyterFact("nbclient.cli")]
    public async Task Nbclient_executes_a_notebook_of_this_project()
    {
        using var data = new TemporaryFolder();
        string notebook = NotebooksOfThisProject()[0];
        (int exit, string text) = await RunAsync(
            data, ["-c", "from nbclient.cli import main; main()", "--kernel_name=convnotebooks", notebook]);
        Assert.True(exit == 0, text);
        Assert.Contains($"Executing {notebook}", text);
    }

    private static string[] NotebooksOfThisProject()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ConvNotebooks.sln")))
            folder = Path.GetDirectoryName(folder)!;
        string[] notebooks = [.. Directory.EnumerateFiles(Path.Combine(folder, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(notebooks);
        return notebooks;
    }

    private static Task<(int Exit, string Text)> RunAsync(TemporaryFolder data, params string[] arguments) => RunAsync(data, [], arguments);

    private static async Task<(int Exit, string Text)> RunAsync(
        TemporaryFolder data, (string Name, string Value)[] environment, params string[] arguments)
    {
        KernelSpec.Install(data.Path, Program.Command);
        var start = new ProcessStartInfo(DebianJupyterFactAttribute.Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.Path,
        };
        foreach (string variable in (string[])["JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"])
            start.Environment[variable] = data.Path;
        start.Environment[ExperimentOptions.FolderVariable] = data.File("runs");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        string text = await output + await error;
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, text);
    }

    private static string PeerFile(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    [GeneratedRegex(@"Ran (\d+) tests")]
    private static partial Regex Ran();
}
