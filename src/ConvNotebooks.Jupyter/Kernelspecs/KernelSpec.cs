using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary>The kernelspec: the file by which Jupyter finds this kernel and knows how to start it.</summary>
/// <param name="Name">The name by which notebooks ask for it.</param>
/// <param name="Folder">The folder that holds its kernel.json.</param>
/// <param name="Command">What Jupyter starts.</param>
public sealed partial record KernelSpec(string Name, string Folder, IReadOnlyList<string> Command)
{
    /// <summary>The name where none is chosen.</summary>
    public const string DefaultName = "convnotebooks";

    private const string File = "kernel.json";
    private const string Mark = "convnotebooks";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 1 };

    /// <summary>Writes the kernelspec, in place of an earlier one of the same name.</summary>
    /// <param name="dataFolder">A Jupyter data folder, such as <see cref="JupyterFolders.User"/>.</param>
    /// <param name="program">How this program is started, without the kernel's own arguments.</param>
    /// <param name="name">The name by which notebooks ask for it: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <returns>The kernelspec as installed.</returns>
    /// <exception cref="KernelSpecException">The name has other characters, or is another kernel's.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static KernelSpec Install(string dataFolder, IReadOnlyList<string> program, string name = DefaultName)
    {
        string folder = FolderOf(dataFolder, name);
        if (Directory.Exists(folder) && Read(folder) is null)
        {
            throw new KernelSpecException(
                $"Kernelspec: {folder} is there already and not this program's. Choose another name (--name).");
        }

        string[] command = [.. program, "kernel", "run", "--connection-file", "{connection_file}"];
        var json = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Select(part => (JsonNode)part)]),
            ["display_name"] = name == DefaultName ? "C# (ConvNotebooks)" : $"C# (ConvNotebooks, {name})",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject { [HeapLimit.Variable] = HeapLimit.Value },
            ["metadata"] = new JsonObject { [Mark] = true, ["debugger"] = false },
        };
        Directory.CreateDirectory(folder);
        AtomicFile.WriteAllText(Path.Combine(folder, File), json.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n");
        return new KernelSpec(name, folder, command);
    }

    /// <summary>Removes a kernelspec that <see cref="Install"/> wrote.</summary>
    /// <param name="dataFolder">The data folder it was installed in.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="KernelSpecException">There is none of that name, or it is another kernel's.</exception>
    public static void Uninstall(string dataFolder, string name = DefaultName)
    {
        string folder = FolderOf(dataFolder, name);
        if (!Directory.Exists(folder) || Read(folder) is null)
        {
            throw new KernelSpecException(
                $"Kernelspec: no kernel of this program is at {folder}. See `convnotebooks kernel list`.");
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>This program's kernelspecs in a data folder, by name.</summary>
    /// <param name="dataFolder">A Jupyter data folder; it need not exist.</param>
    public static IReadOnlyList<KernelSpec> List(string dataFolder)
    {
        string kernels = Path.Combine(dataFolder, "kernels");
        return !Directory.Exists(kernels)
            ? []
            : [.. Directory.EnumerateDirectories(kernels).Order(StringComparer.Ordinal).Select(Read).OfType<KernelSpec>()];
    }

    private static string FolderOf(string dataFolder, string name) => ValidName().IsMatch(name)
        ? Path.Combine(dataFolder, "kernels", name)
        : throw new KernelSpecException(
            $"Kernelspec: \"{name}\" is no kernel name; needed lower-case letters, digits, '.', '_' and '-'. Choose such a name.");

    /// <summary>The kernelspec in a folder; null where there is none, or it is another program's.</summary>
    private static KernelSpec? Read(string folder)
    {
        try
        {
            JsonNode? json = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(folder, File)));
            return (bool?)json?["metadata"]?[Mark] != true
                ? null
                : new KernelSpec(Path.GetFileName(folder), folder, [.. json["argv"]!.AsArray().Select(part => (string)part!)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*$")]
    private static partial Regex ValidName();
}
