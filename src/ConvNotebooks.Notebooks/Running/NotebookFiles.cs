namespace ConvNotebooks.Notebooks;

/// <summary>A notebook found on the disk.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="RelativePath">Its path below the folder that was searched; its name alone where it was given itself.</param>
public sealed record NotebookFile(string Path, string RelativePath);

/// <summary>Finds the notebooks to run and the places their results go to.</summary>
public static class NotebookFiles
{
    /// <summary>
    /// The notebooks among files and folders, folders searched with all below them in the order of their names; hidden
    /// folders, such as <c>.ipynb_checkpoints</c>, are left out. Each notebook comes once.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <exception cref="NotebookRunException">
    /// A path is missing, a folder has no notebooks or cannot be read, a file is no <c>.ipynb</c> or <c>.dib</c>.
    /// </exception>
    public static IReadOnlyList<NotebookFile> Find(IEnumerable<string> paths)
    {
        var found = new List<NotebookFile>();
        foreach (string path in paths)
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                found.AddRange(Within(path, full));
            else if (!File.Exists(full))
                throw new NotebookRunException($"{path}: there is no such file or folder. Check the path.");
            else if (!NotebookDocument.IsNotebook(full))
                throw new NotebookRunException($"{path}: it is no notebook; their names end in .ipynb or .dib. Give a notebook or a folder of them.");
            else
                found.Add(new NotebookFile(full, Path.GetFileName(full)));
        }

        return [.. found.DistinctBy(file => file.Path)];
    }

    /// <summary>
    /// Where each notebook's result goes: the same relative path below the output folder, which is made; that of a
    /// <c>.dib</c> file, which keeps no outputs, ends in <c>.ipynb</c>.
    /// </summary>
    /// <param name="files">The notebooks.</param>
    /// <param name="folder">The output folder.</param>
    /// <returns>Output paths, in the order of the notebooks.</returns>
    /// <exception cref="NotebookRunException">
    /// Two notebooks would go to the same file, one would overwrite its input, or the folder cannot be written to.
    /// </exception>
    public static IReadOnlyList<string> Targets(IReadOnlyList<NotebookFile> files, string folder)
    {
        string full = Path.GetFullPath(folder);
        List<string> targets = [.. files.Select(file => Path.Combine(full, Path.ChangeExtension(file.RelativePath, ".ipynb")))];
        HashSet<string> inputs = [.. files.Select(file => file.Path)];
        var taken = new Dictionary<string, NotebookFile>();
        foreach ((NotebookFile file, string target) in files.Zip(targets))
        {
            if (inputs.Contains(target))
            {
                throw new NotebookRunException(
                    $"{folder}: the result of {file.RelativePath} would overwrite an input. Choose another output folder, or --in-place.");
            }

            if (!taken.TryAdd(target, file))
            {
                throw new NotebookRunException($"{file.Path}: its result would go to the same file as that of {taken[target].Path}. "
                    + "Run them one after the other with different output folders, or give the folder above both.");
            }
        }

        CheckWritable(folder);
        return targets;
    }

    /// <summary>Makes a folder where it is missing and sees that files can be written to it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="NotebookRunException">The folder cannot be made, or takes no files.</exception>
    public static void CheckWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string trial = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookRunException($"{folder}: nothing can be written there ({e.Message}). Choose another output folder.", e);
        }
    }

    private static List<NotebookFile> Within(string path, string full)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System };
        List<NotebookFile> found = [.. Directory.EnumerateFiles(full, "*", everything)
            .Where(NotebookDocument.IsNotebook)
            .Select(file => new NotebookFile(file, Path.GetRelativePath(full, file)))
            .Where(file => !file.RelativePath.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
            .OrderBy(file => file.RelativePath, StringComparer.Ordinal)];
        return found.Count > 0
            ? found
            : throw new NotebookRunException($"{path}: there are no notebooks (.ipynb, .dib) in this folder or below it. Give another folder.");
    }
}
