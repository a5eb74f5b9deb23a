using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Fetches packages by <c>dotnet restore</c> of a project made for it, from the person's own NuGet sources: those of the
/// user's configuration and of a nuget.config in the notebook's folder or above it.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
internal sealed class PackageRestore(string folder)
{
    /// <summary>Resolves packages together, and fetches those that are not on this machine yet.</summary>
    /// <param name="packages">The packages, each with the version wanted.</param>
    /// <param name="sources">Folders and addresses to look in besides the configured ones.</param>
    /// <param name="cancellation">Ends the restore.</param>
    /// <returns>These packages and all that they depend on.</returns>
    /// <exception cref="PackageException">There is no SDK, or a package does not come.</exception>
    public async Task<IReadOnlyList<RestoredPackage>> RunAsync(
        IReadOnlyList<PackageDirective> packages, IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("convnotebooks-packages-");
        try
        {
            string project = Path.Combine(place.FullName, "cell.csproj");
            Project(packages, sources).Save(project);
            (int exitCode, string said) = await StartAsync(project, cancellation).ConfigureAwait(false);
            if (exitCode != 0)
                throw RestoreErrors.Describe(said, packages);
            string assets = Path.Combine(place.FullName, "obj", "project.assets.json");
            return RestoredPackage.Read(
                JsonNode.Parse(await File.ReadAllBytesAsync(assets, cancellation).ConfigureAwait(false))!, RuntimeInformation.RuntimeIdentifier);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private XElement Project(IReadOnlyList<PackageDirective> packages, IReadOnlyList<string> sources) => new(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.ToString(2)}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", "false"),
            new XElement("NuGetAudit", "false"),
            new XElement("NoWarn", "$(NoWarn);NU1603;NU1701"),
            new XElement("RestoreRootConfigDirectory", folder),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement("ItemGroup", packages.Select(package => new XElement("PackageReference",
            new XAttribute("Include", package.Name),
            new XAttribute("Version", package.Version)))));

    private static async Task<(int ExitCode, string Said)> StartAsync(string project, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Host(), ["restore", project, "-nologo", "-v:q", "-tl:off"])
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
                string output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
                output += await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return (process.ExitCode, output);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception)
        {
            throw new PackageException("packages are fetched by the .NET SDK, and there is no `dotnet` here. Install the .NET SDK, "
                + "or refer to the library's file: #r \"path/to/Library.dll\".");
        }
    }

    /// <summary>The <c>dotnet</c> that runs this process, where one does; else the one on the path.</summary>
    private static string Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
}
