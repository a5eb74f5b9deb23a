using System.ComponentModel;
using System.Reflection;

namespace ConvNotebooks.Notebooks;

/// <summary>What the <c>#!</c> lines of a cell call; see <see cref="CellCommands"/>. Cells do not call it themselves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellTools
{
    /// <summary>Shows content of a MIME type.</summary>
    /// <param name="content">The content.</param>
    /// <param name="mimeType">Its type.</param>
    public static void Show(string content, string mimeType) => CellDisplay.Display(content, mimeType);

    /// <summary>The network that a section in the notation describes.</summary>
    /// <param name="notation">The section.</param>
    /// <param name="linesBefore">The lines of the cell before it.</param>
    /// <param name="counts">Numbers for the letters of its repetitions.</param>
    public static Network Network(string notation, int linesBefore, params (string Letter, int Count)[] counts)
    {
        try
        {
            return counts.Aggregate(NetworkPattern.Parse(notation), (pattern, count) => pattern.Bind(count.Letter, count.Count)).Build();
        }
        catch (NotationException e)
        {
            throw new NetException(e, new NetSection(notation, linesBefore));
        }
    }

    /// <summary>Has the cell say at its end how long it ran.</summary>
    public static void Time() => CellRun.Current?.StartClock();

    /// <summary>Prints the names of the variables.</summary>
    public static void Who() => Console.WriteLine(string.Join("  ", Variables().Select(variable => variable.Name)));

    /// <summary>Prints name, type and value of the variables.</summary>
    public static void Whos()
    {
        foreach (CellVariable variable in Variables())
        {
            string value = (MimeBundles.Of(variable.Value).Text("text/plain") ?? "").ReplaceLineEndings(" ");
            Console.WriteLine($"{variable.Name}  {variable.Type.Name}  {(value.Length > 60 ? value[..57] + "..." : value)}");
        }
    }

    /// <summary>Prints what runs the cells.</summary>
    public static void About()
    {
        string version = typeof(CellTools).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Console.WriteLine($"ConvNotebooks {version.Split('+')[0]}: C# 14 cells on .NET {Environment.Version.ToString(2)}");
    }

    /// <summary>Prints the commands.</summary>
    public static void Commands() => Console.WriteLine(string.Join('\n', CellCommands.Known));

    private static IEnumerable<CellVariable> Variables() => CellRun.Current?.Variables ?? [];
}

/// <summary>A variable that earlier cells declared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Value">Its value now.</param>
internal sealed record CellVariable(string Name, Type Type, object? Value);
