using System.Collections;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Completes the names that a variable's value takes as text: the layers of a network in <c>net["</c> and
/// <c>activations.Maps("</c>, the keys of a dictionary. Only the values know them, not the compiler.
/// </summary>
internal static partial class NamedValues
{
    /// <summary>The names that begin as what was typed; none where no such text is open at the position.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    /// <param name="variables">The variables of the cells that ran.</param>
    public static CompletionList Complete(string code, int position, IReadOnlyList<CellVariable> variables)
    {
        Match open = OpenText().Match(code[..position]);
        object? value = open.Success ? variables.FirstOrDefault(variable => variable.Name == open.Groups["variable"].Value)?.Value : null;
        string typed = open.Groups["typed"].Value;
        return new CompletionList(position - typed.Length, position,
        [
            .. NamesOf(value).Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(name => new CompletionItem(name, "text")),
        ]);
    }

    private static IEnumerable<string> NamesOf(object? value) => value switch
    {
        Network network => network.Stages.Select(stage => stage.Name),
        Activations activations => activations.Network.Stages.Select(stage => stage.Name),
        IDictionary keyed => keyed.Keys.OfType<string>(),
        _ => [],
    };

    /// <summary>A text that is open at the end, the first argument of an index or a call on a variable.</summary>
    [GeneratedRegex("""(?<![\w.])(?<variable>[A-Za-z_]\w*)(\.\w+(<[\w.]+>)?\(|\[)\s*"(?<typed>[^"\\\n]*)$""")]
    private static partial Regex OpenText();
}
