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
    /// <exception cref="NotebookRunException">
    /// The notebook has a cell of defaults, and it lacks a name or declares it with a type that the value does not fit.
    /// </exception>
    public static void Inject(NotebookDocument document, IReadOnlyList<Parameter> parameters)
    {
        if (parameters.Count == 0)
            return;
        document.Cells.RemoveAll(cell => cell is CodeCell && cell.Tags.Contains(Injected));
        int place = document.Cells.FindIndex(cell => cell is CodeCell && cell.Tags.Contains(Defaults));
        Dictionary<string, string?> types = place >= 0 ? TypesIn(document.Cells[place].Source) : [];
        if (place >= 0 && parameters.FirstOrDefault(parameter => !types.ContainsKey(parameter.Name)) is { } unknown)
        {
            throw new NotebookRunException($"Parameter {unknown.Name}: the notebook's cell tagged {Defaults} has no such variable. "
                + (types.Count > 0 ? $"Give one of {string.Join(", ", types.Keys)}." : "Declare it there, with its default."));
        }

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

    /// <summary>The variables that a cell declares, with the types of simple ones: written, or told by a literal's suffix.</summary>
    private static Dictionary<string, string?> TypesIn(string code)
    {
        CSharpParseOptions script = new(kind: SourceCodeKind.Script);
        SyntaxNode root = CSharpSyntaxTree.ParseText(code, script).GetRoot();
        var types = new Dictionary<string, string?>();
        foreach (VariableDeclarationSyntax declaration in root.DescendantNodes().OfType<VariableDeclarationSyntax>())
        {
            foreach (VariableDeclaratorSyntax variable in declaration.Variables)
            {
                string? type = declaration.Type is PredefinedTypeSyntax written
                    ? written.Keyword.ValueText
                    : TypeOf(variable.Initializer?.Value);
                types[variable.Identifier.ValueText] =
                    type is "string" or "bool" or "int" or "long" or "float" or "double" or "decimal" ? type : null;
            }
        }

        foreach (SingleVariableDesignationSyntax variable in root.DescendantNodes().OfType<SingleVariableDesignationSyntax>())
            types.TryAdd(variable.Identifier.ValueText, null);
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
