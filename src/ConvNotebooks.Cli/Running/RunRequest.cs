using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Running;

/// <summary>What <c>run</c> was asked for, checked.</summary>
/// <param name="Files">The notebooks, in the order to run and list.</param>
/// <param name="Targets">Where each executed notebook goes.</param>
/// <param name="Folder">The output folder, as it was given.</param>
/// <param name="Parameters">Values for the notebooks' parameters.</param>
/// <param name="CellLimit">How long a cell may run; null for as long as it wants.</param>
/// <param name="InPlace">Whether a notebook that succeeded is stored in its own file too.</param>
/// <param name="Check">Whether outputs must be those stored.</param>
/// <param name="Jobs">How many notebooks run at a time.</param>
internal sealed record RunRequest(
    IReadOnlyList<NotebookFile> Files, IReadOnlyList<string> Targets, string Folder,
    IReadOnlyList<Notebooks.Parameter> Parameters, TimeSpan? CellLimit, bool InPlace, bool Check, int Jobs)
{
    /// <summary>The page of a notebook, beside its executed file.</summary>
    /// <param name="index">Which notebook, from 0.</param>
    public string Page(int index) => Path.ChangeExtension(Targets[index], ".html");

    /// <summary>Where runs go that are logged on the way: never into the notebooks' own folder.</summary>
    public string RunsFolder => Path.Combine(Path.GetFullPath(Folder), "runs");

    /// <summary>The page that lists the notebooks; it makes way for a notebook of its name.</summary>
    public string IndexPage
    {
        get
        {
            string folder = Path.GetFullPath(Folder);
            string usual = Path.Combine(folder, "index.html");
            return Enumerable.Range(0, Files.Count).Any(i => Page(i) == usual) ? Path.Combine(folder, "contents.html") : usual;
        }
    }

    /// <summary>The address of a file as a page next to the index, or below it, links to it.</summary>
    /// <param name="from">The page with the link.</param>
    /// <param name="to">The file it leads to.</param>
    public static string Link(string from, string to) =>
        Path.GetRelativePath(Path.GetDirectoryName(from)!, to).Replace('\\', '/');
}
