using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Loads and compiles what every first cell needs, before there is one. Two threads share the work: while one runs a cell of a
/// session of its own, the other takes the compiler through its last stages on a program that refers to almost nothing.
/// </summary>
public static class SessionWarmUp
{
    /// <summary>Runs a cell that prints, declares and shows a value, in a session that is let go.</summary>
    public static async Task RunAsync()
    {
        Task compiler = Task.Run(Compile);
        await using var session = new CSharpSession();
        await session.ExecuteAsync("var x = 1;\nConsole.WriteLine(x);\nx + 1", 0, _ => { }).ConfigureAwait(false);
        await compiler.ConfigureAwait(false);
    }

    private static void Compile()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            "var x = 1;\nSystem.Console.WriteLine(x);\nx + 1", new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script), "warm-up", Encoding.UTF8);
        CSharpCompilation compilation = CSharpCompilation.CreateScriptCompilation(
            "warm-up", tree, [AssemblyFile.Reference(typeof(object).Assembly.Location), AssemblyFile.Reference(typeof(Console).Assembly.Location)]);
        using var code = new MemoryStream();
        using var lines = new MemoryStream();
        compilation.Emit(code, lines, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
    }
}
