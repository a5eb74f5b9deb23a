using System.Reflection;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Runs one cell of a session: loads its packages and runs what these want run, then its own code and the cells of the files
/// it imports, in their order.
/// </summary>
/// <param name="scripts">The session's code.</param>
/// <param name="packages">The session's packages.</param>
/// <param name="folder">The notebook's folder.</param>
/// <param name="run">The cell as it runs.</param>
/// <param name="output">Where it puts out.</param>
/// <param name="executionCount">The n of its <c>Out[n]</c>.</param>
internal sealed class CellProgram(
    ScriptChain scripts, SessionPackages packages, string folder, CellRun run, CellOutput output, int executionCount)
{
    private const int DeepestImport = 16;

    /// <summary>Runs the cell.</summary>
    /// <returns>The error that ended it; null when all went well.</returns>
    public Task<ErrorEvent?> RunAsync(CellSource cell) => RunAsync(cell, depth: 0, isResult: true);

    private async Task<ErrorEvent?> RunAsync(CellSource cell, int depth, bool isResult)
    {
        try
        {
            IReadOnlyList<CellPart> parts = CellCommands.Read(cell.Code);
            for (int i = 0; i < parts.Count; i++)
            {
                bool isLast = isResult && i == parts.Count - 1;
                ErrorEvent? error = parts[i] switch
                {
                    ImportPart import => await ImportAsync(cell, import, depth).ConfigureAwait(false),
                    CodePart code => await CodeAsync(cell, code, depth, isLast).ConfigureAwait(false),
                    _ => null,
                };
                if (error is not null)
                    return error;
            }

            return null;
        }
        catch (CellCommandException e)
        {
            return Mistake($"{cell.Name}, {e.Message}");
        }
        catch (PackageException e)
        {
            return Mistake($"{cell.Name}{(e.Line > 0 ? $", line {e.Line}" : "")}: {e.Message}");
        }
    }

    private async Task<ErrorEvent?> ImportAsync(CellSource cell, ImportPart import, int depth)
    {
        if (depth >= DeepestImport)
        {
            throw new CellCommandException($"line {import.Line}: files import one another more than {DeepestImport} deep. "
                + $"Take {import.Path} out where it imports itself.");
        }

        foreach (CellSource source in CellImport.Read(import.Path, cell.Folder, folder, import.Line))
        {
            if (await RunAsync(source, depth + 1, isResult: false).ConfigureAwait(false) is { } error)
                return error;
        }

        return null;
    }

    private async Task<ErrorEvent?> CodeAsync(CellSource cell, CodePart part, int depth, bool isResult)
    {
        if (part.Packages.Count > 0)
        {
            PackageChange change = await packages.AddAsync(part.Packages, run.Token).ConfigureAwait(false);
            scripts.Refer(change.References, change.Assemblies);
            if (change.Line.Length > 0)
                output.Print("stdout", change.Line + "\n");
            foreach (string leftOut in change.LeftOut)
                output.Print("stderr", leftOut + "\n");
            foreach (RestoredPackage package in change.Extensions)
            {
                if (await ExtensionAsync(package, depth).ConfigureAwait(false) is { } error)
                    return error;
            }
        }

        ScriptValue value = await scripts.RunAsync(cell, part, run.Token).ConfigureAwait(false);
        if (value.Error is null && value.HasValue && value.Value is not DisplayHandle)
            Show(value.Value, isResult);
        return value.Error;
    }

    /// <summary>Runs the cells that a package brings for notebooks.</summary>
    private async Task<ErrorEvent?> ExtensionAsync(RestoredPackage package, int depth)
    {
        string name = $"{package.Name} {Path.GetFileName(package.Extension)}";
        NotebookDocument cells = NotebookDocument.Read(package.Extension);
        foreach ((CodeCell cell, int i) in cells.Cells.OfType<CodeCell>().Select((cell, i) => (cell, i)))
        {
            if (!CellLanguages.CanRun(cell.Code.Language))
            {
                output.Print("stderr", $"{name}: its {cell.Code.Language} cell cannot be run here and was left out.\n");
                continue;
            }

            var source = new CellSource($"{name}[{i + 1}]", cell.Code, Path.GetDirectoryName(package.Extension)!);
            if (await RunAsync(source, depth + 1, isResult: false).ConfigureAwait(false) is { } error)
                return error;
        }

        return null;
    }

    private void Show(object? value, bool isResult)
    {
        if (isResult)
        {
            CellRun.Current?.Adopt(null);
            MimeBundle data = MimeBundles.Of(value);
            output.Show(new ResultEvent(executionCount, data, []), data);
        }
        else
        {
            CellDisplay.Display(value);
        }
    }

    private static ErrorEvent Mistake(string message) => new("CompilationError", message, [message]);
}
