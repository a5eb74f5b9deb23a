using System.Text.RegularExpressions;

namespace ConvNotebooks.Jupyter;

/// <summary>A cell that asks for help: <c>?Math.Max</c> or <c>Math.Max?</c>, answered in the front-end's pager.</summary>
internal static partial class PageQuery
{
    /// <summary>The symbol asked for; null when the cell is code.</summary>
    public static string? SymbolOf(string code)
    {
        Match match = Query().Match(code);
        return match.Success ? match.Groups["symbol"].Value : null;
    }

    [GeneratedRegex(@"^\s*(?:\?\s*(?<symbol>\w+(?:\.\w+)*)|(?<symbol>\w+(?:\.\w+)*)\s*\?)\s*$")]
    private static partial Regex Query();
}
