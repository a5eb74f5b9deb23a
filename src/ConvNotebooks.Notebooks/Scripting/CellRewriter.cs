using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Writes calls of <see cref="CellGuard"/> into a cell's code: at every loop turn and jump back, at the start of methods
/// and lambdas, around what is awaited, and as the cancellation token of calls that leave an optional one out. Lines stay
/// where they are. Expression trees are left alone: they are data.
/// </summary>
internal sealed class CellRewriter : CSharpSyntaxWalker
{
    private const string Guard = "global::ConvNotebooks.Notebooks.CellGuard";
    private const string Check = $" {Guard}.Check(); ";
    private const string Enter = $" {Guard}.Enter(); ";

    private readonly SemanticModel _model;
    private readonly List<(int Start, int Length, string Text)> _changes = [];
    private int _depth;

    private CellRewriter(SemanticModel model) => _model = model;

    /// <summary>The guarded code of a cell that compiles.</summary>
    /// <param name="root">The cell as parsed.</param>
    /// <param name="model">What its names mean.</param>
    public static string Rewrite(CompilationUnitSyntax root, SemanticModel model)
    {
        var rewriter = new CellRewriter(model);
        rewriter.Visit(root);
        string code = root.ToFullString();
        var text = new StringBuilder(code.Length * 2);
        int done = 0;
        foreach ((int start, int length, string inserted) in rewriter._changes.OrderBy(change => change.Start))
        {
            text.Append(code, done, start - done).Append(inserted);
            done = start + length;
        }

        return text.Append(code, done, code.Length - done).ToString();
    }

    public override void VisitGlobalStatement(GlobalStatementSyntax node)
    {
        Mark(node);
        base.VisitGlobalStatement(node);
    }

    public override void VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (node.Parent is CompilationUnitSyntax)
            Mark(node);
        base.VisitFieldDeclaration(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Wrap(node.Statement, () => base.VisitWhileStatement(node));

    public override void VisitDoStatement(DoStatementSyntax node) => Wrap(node.Statement, () => base.VisitDoStatement(node));

    public override void VisitForStatement(ForStatementSyntax node) => Wrap(node.Statement, () => base.VisitForStatement(node));

    public override void VisitForEachStatement(ForEachStatementSyntax node) =>
        Wrap(node.Statement, () => base.VisitForEachStatement(node));

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        Wrap(node.Statement, () => base.VisitForEachVariableStatement(node));

    public override void VisitGotoStatement(GotoStatementSyntax node) => Wrap(node, () => base.VisitGotoStatement(node));

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node) => Member(
        node.Body, node.ExpressionBody, node.SemicolonToken, _model.GetDeclaredSymbol(node), () => base.VisitMethodDeclaration(node));

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => Member(
        node.Body, node.ExpressionBody, node.SemicolonToken, _model.GetDeclaredSymbol(node), () => base.VisitLocalFunctionStatement(node));

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node) => Member(
        node.Body, node.ExpressionBody, node.SemicolonToken, _model.GetDeclaredSymbol(node), () => base.VisitAccessorDeclaration(node));

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node) => Member(
        node.Body, node.ExpressionBody, node.SemicolonToken, _model.GetDeclaredSymbol(node), () => base.VisitConstructorDeclaration(node));

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) => Member(
        node.Body, node.ExpressionBody, node.SemicolonToken, _model.GetDeclaredSymbol(node), () => base.VisitOperatorDeclaration(node));

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        if (node.ExpressionBody is not { Expression: not (ThrowExpressionSyntax or RefExpressionSyntax) } body)
        {
            base.VisitPropertyDeclaration(node);
            return;
        }

        Replace(body.ArrowToken, "{ get {");
        Insert(body.Expression.SpanStart, $"{Enter}return ");
        Deeper(() => base.VisitPropertyDeclaration(node));
        Replace(node.SemicolonToken, "; } }");
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        Lambda(node, () => base.VisitSimpleLambdaExpression(node));

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Lambda(node, () => base.VisitParenthesizedLambdaExpression(node));

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        Insert(node.Block.OpenBraceToken.Span.End, Enter);
        Deeper(() => base.VisitAnonymousMethodExpression(node));
    }

    public override void VisitAwaitExpression(AwaitExpressionSyntax node)
    {
        Insert(node.Expression.SpanStart, $"{Guard}.{(_depth == 0 ? "Resume" : "Observe")}(");
        base.VisitAwaitExpression(node);
        Insert(node.Expression.Span.End, ")");
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        base.VisitInvocationExpression(node);
        IParameterSymbol? token = (_model.GetOperation(node) as IInvocationOperation)?.Arguments
            .FirstOrDefault(argument => argument.ArgumentKind == ArgumentKind.DefaultValue
                && argument.Parameter?.Type.ToString() == "System.Threading.CancellationToken")?.Parameter;
        if (token is null)
            return;
        string comma = node.ArgumentList.Arguments.Count > 0 ? ", " : "";
        Insert(node.ArgumentList.CloseParenToken.SpanStart, $"{comma}@{token.Name}: {Guard}.Token");
    }

    private void Mark(MemberDeclarationSyntax node)
    {
        int line = node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
        bool isConst = node.Modifiers.Any(SyntaxKind.ConstKeyword);
        if (!isConst)
            Insert(node.SpanStart, $"{Guard}.At({line}); ");
    }

    private void Wrap(StatementSyntax body, Action visit)
    {
        if (body is BlockSyntax block)
        {
            Insert(block.OpenBraceToken.Span.End, Check);
            visit();
            return;
        }

        Insert(body.SpanStart, "{" + Check);
        visit();
        Insert(body.Span.End, " }");
    }

    private void Member(
        BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, IMethodSymbol? method, Action visit)
    {
        if (block is not null)
            Insert(block.OpenBraceToken.Span.End, Enter);
        if (arrow is not { Expression: not ThrowExpressionSyntax } || method is null)
        {
            Deeper(visit);
            return;
        }

        Replace(arrow.ArrowToken, "{");
        Insert(arrow.Expression.SpanStart, Enter + (HasValue(method) ? "return " : ""));
        Deeper(visit);
        Replace(semicolon, "; }");
    }

    private void Lambda(LambdaExpressionSyntax node, Action visit)
    {
        bool isTree = _model.GetTypeInfo(node).ConvertedType is INamedTypeSymbol { Name: "Expression", IsGenericType: true };
        if (isTree || _model.GetSymbolInfo(node).Symbol is not IMethodSymbol method)
            return;
        if (node.Block is { } block)
            Insert(block.OpenBraceToken.Span.End, Enter);
        bool wrap = node.ExpressionBody is not (null or ThrowExpressionSyntax);
        if (wrap)
            Insert(node.Body.SpanStart, "{" + Enter + (HasValue(method) ? "return " : ""));
        Deeper(visit);
        if (wrap)
            Insert(node.Body.Span.End, "; }");
    }

    private static bool HasValue(IMethodSymbol method) =>
        !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });

    private void Deeper(Action visit)
    {
        _depth++;
        visit();
        _depth--;
    }

    private void Insert(int position, string text) => _changes.Add((position, 0, text));

    private void Replace(SyntaxToken token, string text) => _changes.Add((token.SpanStart, token.Span.Length, text));
}
