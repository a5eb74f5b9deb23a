using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Notebooks.Tests;

/// <summary>What a host made of our package.</summary>
/// <param name="Sources">The MIME types that each type's formatter source gives, by the type's name.</param>
/// <param name="View">A view as HTML, by the formatter of its source alone.</param>
/// <param name="Before">A network as HTML before the extension ran.</param>
/// <param name="After">The same network after that.</param>
/// <param name="Session">The same network at the end of a cell of our own session that ran the extension.</param>
internal sealed record HostReport(Dictionary<string, string[]> Sources, string View, string Before, string After, string? Session);

/// <summary>
/// A host that knows our package only as .NET Interactive documents it: formatter sources by the name of an attribute, that of
/// base classes included, and the cells of <c>extension.dib</c>. Formatters register once in a process: it wants its own.
/// </summary>
internal static class InteractiveHost
{
    public static Network Network { get; } = Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU();

    /// <summary>Prints the report as JSON.</summary>
    /// <param name="library">The package's library.</param>
    /// <param name="extension">The package's <c>extension.dib</c>.</param>
    public static async Task<int> RunAsync(string library, string extension)
    {
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(library);
        Dictionary<Type, object[]> sources = assembly.GetTypes()
            .Select(type => (Type: type, Source: SourceOf(type)))
            .Where(found => found.Source is not null)
            .ToDictionary(found => found.Type, found => FormattersOf(found.Source!));
        Type view = assembly.GetType("ConvNotebooks.Interactive.View")!;
        string shown = Format(sources[view], Activator.CreateInstance(view, "as text")!);
        string before = Network.ToDisplayString("text/html");
        foreach (CodeCell cell in NotebookDocument.Read(extension).Cells.OfType<CodeCell>())
        {
            ScriptOptions options = ScriptOptions.Default.AddReferences(assembly, typeof(Network).Assembly);
            await CSharpScript.Create(cell.Code.Text, options, assemblyLoader: ScriptSetup.Loader()).RunAsync();
        }

        string after = Network.ToDisplayString("text/html");
        await using var trial = new Trial(Path.GetDirectoryName(extension));
        CellTrace run = await trial.Run($"#!import {Path.GetFileName(extension)}\nNetwork.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU()");
        var report = new HostReport(
            sources.ToDictionary(source => source.Key.FullName!, source => source.Value.Select(MimeTypeOf).ToArray()),
            shown, before, after, run.Events.OfType<ResultEvent>().SingleOrDefault()?.Data.Text("text/html") ?? run.Error);
        Console.Out.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }

    private static Type? SourceOf(Type type) =>
        type.GetCustomAttributes(inherit: true).FirstOrDefault(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute") is { } found
            ? (Type)found.GetType().GetProperty("FormatterSourceType")!.GetValue(found)!
            : null;

    private static object[] FormattersOf(Type source) =>
        [.. ((IEnumerable)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source, nonPublic: true), [])!).Cast<object>()];

    private static string MimeTypeOf(object formatter) => (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)!;

    private static string Format(object[] formatters, object value)
    {
        using var writer = new StringWriter();
        var formatter = (ITypeFormatter)formatters.First(formatter => MimeTypeOf(formatter) == "text/html");
        Assert.True(formatter.Format(value, new FormatContext(writer)));
        return writer.ToString();
    }
}
