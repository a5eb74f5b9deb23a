namespace ConvNotebooks.Notebooks.Tests;

[Collection(OneProcess.Name)]
public sealed class PackageTests : IDisposable
{
    private readonly LocalPackages packages = new();

    public void Dispose() => packages.Dispose();

    [Fact]
    public async Task A_package_is_restored_with_what_it_needs_and_stays_in_later_cells()
    {
        packages.Pack("Deep.Down", "1.0.0", "public static class Deep { public static int Depth => 3; }");
        packages.Pack("On.Top", "2.1.0", "public static class Top { public static int Height => 4; }", dependency: "Deep.Down");
        await using var trial = new Trial(packages.Path);
        CellTrace first = await trial.Run("#r \"nuget: On.Top, 2.1.0\"\nTop.Height + Deep.Depth");
        Assert.True(first.Result.Succeeded, first.Error);
        Assert.Equal(("Installed On.Top 2.1.0\n", "7"), (first.Stdout, first.Value));
        CellTrace later = await trial.Run("var top = Top.Height;\nDeep.Depth * top");
        Assert.Equal("12", later.Value);
        CellTrace again = await trial.Run("#r \"nuget: On.Top\"");
        Assert.Equal("Installed On.Top 2.1.0\n", again.Stdout);
        Assert.False(Directory.Exists(Path.Combine(packages.Path, "obj")));
    }

    [Fact]
    public async Task Without_a_version_the_newest_that_is_no_prerelease_comes()
    {
        foreach (string version in (string[])["1.0.0", "1.2.0", "2.0.0-beta.1"])
            packages.Pack("Many.Versions", version, code: null);
        await using var trial = new Trial(packages.Path);
        Assert.Equal("Installed Many.Versions 1.2.0\n", (await trial.Run("#r \"nuget:Many.Versions\"")).Stdout);
        await using var prereleases = new Trial(packages.Path);
        Assert.Equal("Installed Many.Versions 2.0.0-beta.1\n", (await prereleases.Run("#r \"nuget: Many.Versions, *-*\"")).Stdout);
        await using var oldest = new Trial(packages.Path);
        Assert.Equal("Installed Many.Versions 1.0.0\n", (await oldest.Run("#r \"nuget: Many.Versions, 1.0\"")).Stdout);
    }

    [Fact]
    public async Task Another_source_is_named_by_a_folder_relative_to_the_notebook()
    {
        packages.Pack("Kept.Elsewhere", "1.0.0", "public static class Elsewhere { public const int Room = 7; }", source: "elsewhere");
        await using var trial = new Trial(packages.Path);
        Assert.False((await trial.Run("#r \"nuget: Kept.Elsewhere\"")).Result.Succeeded);
        CellTrace cell = await trial.Run("#i \"nuget: elsewhere\"\n#r \"nuget: Kept.Elsewhere\"\nElsewhere.Room");
        Assert.Equal("7", cell.Value);
    }

    [Fact]
    public async Task What_is_built_in_is_not_fetched()
    {
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: Plotly.NET, 4.2.0\"\n#r \"nuget: ConvNotebooks.Interactive\"\ntypeof(Plotly.NET.Chart).Name");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Matches("^Plotly\\.NET 6\\.0\\.0 is built in \\(4\\.2\\.0 was asked for\\)\nConvNotebooks\\.Interactive \\S+ is built in\n$", cell.Stdout);
    }

    [Fact]
    public async Task A_library_that_this_program_has_is_shared_with_it()
    {
        packages.Pack("Markdig", "0.1.0", "public static class NotThis { }");
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: Markdig, 0.1.0\"\nMarkdig.Markdown.ToPlainText(\"*a*\").Trim()");
        Assert.Equal(("Installed Markdig 0.1.0 (with this program's own Markdig.dll)\n", "a"), (cell.Stdout, cell.Value));
    }

    [CCompilerFact]
    public async Task A_native_library_is_found_by_the_name_that_code_imports()
    {
        File.WriteAllText(packages.File("n.c"), "int seven(void) { return 7; }");
        using (var process = System.Diagnostics.Process.Start(CCompilerFactAttribute.Compiler, ["-shared", "-fPIC", "-o", packages.File("libseven_native.so"), packages.File("n.c")]))
            await process.WaitForExitAsync();
        packages.Pack("With.Native", "1.0.0", """
            public static class Native
            {
                [System.Runtime.InteropServices.DllImport("seven_native")] public static extern int seven();
            }
            """);
        using (var package = System.IO.Compression.ZipFile.Open(packages.File("packages/With.Native.1.0.0.nupkg"), System.IO.Compression.ZipArchiveMode.Update))
        {
            string runtime = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
            System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(
                package, packages.File("libseven_native.so"), $"runtimes/{runtime}/native/libseven_native.so");
        }

        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: With.Native\"\nNative.seven()");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("7", cell.Value);
    }

    [Theory]
    [InlineData("1 +\n#r \"nuget: Nowhere.To.Be.Found\"", "In[1], line 2: #r \"nuget: Nowhere.To.Be.Found\": Nowhere.To.Be.Found is in no source (here). "
        + "Check the name, or say where it is: #i \"nuget: folder-or-address\".")]
    [InlineData("#r \"nuget: Once, 9.1\"", "In[1], line 1: #r \"nuget: Once, 9.1\": there is no such version. The nearest is 1.5.0. "
        + "Write one that there is, or leave the version out for the newest.")]
    [InlineData("#r \"nuget: Once, 1.1\"", "In[1], line 1: #r \"nuget: Once, 1.1\": there is no such version. The nearest is 1.5.0. "
        + "Write one that there is, or leave the version out for the newest.")]
    [InlineData("#r \"nuget: Only.Beta\"", "In[1], line 1: #r \"nuget: Only.Beta\": there are only prereleases. "
        + "Write the version, or #r \"nuget: Only.Beta, *-*\" for the newest.")]
    [InlineData("#r \"nuget: a b c\"", "In[1], line 1: #r \"nuget: a b c\" is no package. "
        + "Write #r \"nuget: Name, 1.2.3\", or #r \"nuget: Name\" for the newest version.")]
    [InlineData("#i \"nuget: missing\"", "In[1], line 1: #i \"nuget: missing\": there is no such folder. "
        + "Write a folder relative to the notebook's, or an address.")]
    [InlineData("#i \"nuget: https://localhost:9/index.json\"\n#r \"nuget: Once\"", "In[1]: packages: a source cannot be reached: "
        + "Unable to load the service index for source https://localhost:9/index.json.")]
    public async Task What_does_not_come_is_an_error_that_says_what_to_do(string code, string message)
    {
        packages.Pack("Once", "1.5.0", code: null);
        packages.Pack("Only.Beta", "1.0.0-beta", code: null);
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run(code);
        Assert.Equal("CompilationError", cell.Result.Error?.Name);
        Assert.StartsWith(message, cell.Result.Error!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loaded_package_keeps_its_version()
    {
        packages.Pack("Settled", "1.0.0", code: null);
        packages.Pack("Settled", "2.0.0", code: null);
        await using var trial = new Trial(packages.Path);
        await trial.Run("#r \"nuget: Settled, 1.0.0\"");
        Assert.Equal("In[2], line 1: #r \"nuget: Settled, 2.0.0\": this session has Settled 1.0.0 already. "
            + "Restart the kernel, and ask for that version first.", (await trial.Run("#r \"nuget: Settled, 2.0.0\"")).Result.Error?.Value);
        Assert.Equal("Installed Settled 1.0.0\n", (await trial.Run("#r \"nuget: Settled\"")).Stdout);
    }
}
