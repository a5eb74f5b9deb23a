using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ConvNotebooks.Notebooks;

/// <summary>What every cell finds without asking: the framework, this library, its charts, and their namespaces.</summary>
internal static class ScriptSetup
{
    public static readonly string[] Libraries =
    [
        "ConvNotebooks", "ConvNotebooks.Interactive", "ConvNotebooks.Notebooks", "DynamicObj", "FSharp.Core",
        "Giraffe.ViewEngine", "Microsoft.AspNetCore.Html.Abstractions", "Microsoft.DotNet.Interactive.Formatting",
        "Newtonsoft.Json", "Plotly.NET", "SkiaSharp",
    ];

    /// <summary>The namespaces and static classes that every cell uses.</summary>
    public static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks",
        "ConvNotebooks", "ConvNotebooks.Interactive", "ConvNotebooks.Notebooks.CellDisplay",
        "ConvNotebooks.Notebooks.CellInput", "ConvNotebooks.Notebooks.CellProgress", "ConvNotebooks.Notebooks.LiveTraining",
    ];

    private static readonly Lazy<MetadataReference[]> References = new(
        () => [.. ReferencePaths().Select(path => AssemblyFile.Reference(path))]);

    /// <summary>
    /// Options of a cell; relative paths of <c>#r</c> and <c>#load</c> start at the notebook's folder. Cells are compiled
    /// without optimisation: optimised code loses the line of an exception in async methods.
    /// </summary>
    public static ScriptOptions Options(string folder, IReadOnlyCollection<string> cells) => ScriptOptions.Default
        .WithReferences(References.Value)
        .WithImports(Imports)
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithOptimizationLevel(OptimizationLevel.Debug)
        .WithAllowUnsafe(true)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8)
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
        .WithSourceResolver(new CellSources(folder, cells));

    /// <summary>
    /// A loader that hands cells the very assemblies this process runs: a second copy of one would have formatters and
    /// types of its own.
    /// </summary>
    public static InteractiveAssemblyLoader Loader()
    {
        var loader = new InteractiveAssemblyLoader();
        foreach (string library in Libraries)
            loader.RegisterDependency(Assembly.Load(library));
        return loader;
    }

    /// <summary>The files of the framework and of the libraries that cells refer to.</summary>
    public static IEnumerable<string> ReferencePaths()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string all = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return all.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework
                || Libraries.Contains(Path.GetFileNameWithoutExtension(path)));
    }
}
