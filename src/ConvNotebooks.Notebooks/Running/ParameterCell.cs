using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Puts parameters into a notebook by papermill's convention: a code cell tagged <c>injected-parameters</c> after the one
/// tagged <c>parameters</c>, which holds the defaults; without such a cell it becomes the first.
/// </summary>
public static class ParameterCell
{
    private const string Defaults = "parameters";
    private const string Injected = "injected-parameters";

    /// <summary>Adds the cell of parameters, replacing one that an earlier run added; none are added for an empty list.</summary>
    /// <param name="document">The notebook to change.</param>
    /// <param name="parameters">The values; the last of several for the same name counts.</param>
    /// <exception cref="NotebookRunException">A value does not fit the type that the notebook declares.</exception>
    public static void Inject(NotebookDocument document, IReadOnlyList<Parameter> parameters)
    {
        if (parameters.Count == 0)
            return;
        document.Cells.RemoveAll(cell => cell is CodeCell && cell.Tags.Contains(Injected));
        int place = document.Cells.FindIndex(cell => cell is CodeCell && cell.Tags.Contains(Defaults));
        Dictionary<string, string> types = place >= 0 ? TypesIn(document.Cells[place].Source) : [];
        IEnumerable<string> lines = parameters
            .GroupBy(parameter => parameter.Name)
            .Select(group => group.Last())
            .Select(parameter => Declare(parameter, types.GetValueOrDefault(parameter.Name)));
        document.Cells.Insert(place + 1, new CodeCell
        {
            Source = string.Join('\n', lines),
            Tags = [Injected],
        });
    }

    private static string Declare(Parameter parameter, string? type) =>
        $"{type ?? "var"} {parameter.Name} = {parameter.Literal(type)};";

    /// <summary>The types of the simple variables that a cell declares: written, or told by a literal's suffix.</summary>
    private static Dictionary<string, string> TypesIn(string code)
    {
        CSharpParseOptions script = new(kind: SourceCodeKind.Script);
        var types = new Dictionary<string, string>();
        foreach (VariableDeclarationSyntax declaration in CSharpSyntaxTree.ParseText(code, script).GetRoot()
            .DescendantNodes().OfType<VariableDeclarationSyntax>())
        {
            foreach (VariableDeclaratorSyntax variable in declaration.Variables)
            {
                string? type = declaration.Type is PredefinedTypeSyntax written
                    ? written.Keyword.ValueText
                    : TypeOf(variable.Initializer?.Value);
                if (type is "string" or "bool" or "int" or "long" or "float" or "double" or "decimal")
                    types[variable.Identifier.ValueText] = type;
            }
        }

        return types;
    }

    private static string? TypeOf(ExpressionSyntax? initial) => initial switch
    {
        PrefixUnaryExpressionSyntax sign => TypeOf(sign.Operand),
        LiteralExpressionSyntax literal => literal.Token.Value switch
        {
            string => "string",
            bool => "bool",
            int => "int",
            long => "long",
            float => "float",
            double => "double",
            decimal => "decimal",
            _ => null,
        },
        _ => null,
    };
}
