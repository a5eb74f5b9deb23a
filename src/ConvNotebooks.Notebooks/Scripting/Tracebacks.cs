using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Words an exception that a cell threw: type and message, then the lines of the cells it came through, then the library
/// methods above them, without paths or addresses.
/// </summary>
/// <param name="folder">The notebook's folder, which is taken out of messages.</param>
/// <param name="sources">The cells by name.</param>
internal sealed partial class Tracebacks(string folder, IReadOnlyDictionary<string, CellSource> sources)
{
    private const int FramesShown = 10;
    private const int CausesShown = 5;
    private const int MessageShown = 10_000;

    public ErrorEvent Describe(Exception exception)
    {
        List<string> lines = [];
        Exception? cause = exception;
        for (int i = 0; cause is not null && i < CausesShown; i++, cause = cause.InnerException)
            Add(lines, cause, i == 0 ? "" : "caused by ");
        if (exception.GetBaseException() is OutOfMemoryException)
            lines.Add("What this cell declared was let go, to free the memory; earlier variables are kept.");
        return new ErrorEvent(NameOf(exception), Message(exception), lines);
    }

    private void Add(List<string> lines, Exception exception, string introduction)
    {
        lines.AddRange($"{introduction}{NameOf(exception)}: {Message(exception)}".Split('\n'));
        List<StackFrame> frames = [.. new StackTrace(exception, fNeedFileInfo: true).GetFrames()];
        foreach (StackFrame frame in frames.Where(IsUser).Take(FramesShown))
        {
            string file = StableText.Relative(frame.GetFileName()!, folder);
            string method = MethodOf(frame.GetMethod());
            lines.Add($"  {file}, line {frame.GetFileLineNumber()}{(method.Length > 0 ? $", in {method}" : "")}");
            if (sources.GetValueOrDefault(file)?.Line(frame.GetFileLineNumber())?.Trim() is { Length: > 0 } code)
                lines.Add($"    {code}");
        }

        lines.AddRange(frames.Take(Math.Max(frames.FindLastIndex(IsUser), 0))
            .Where(frame => !IsUser(frame) && IsWorthShowing(frame.GetMethod()))
            .Take(FramesShown)
            .Select(frame => $"  at {frame.GetMethod()!.DeclaringType}.{frame.GetMethod()!.Name}"));
    }

    private string Message(Exception exception)
    {
        string text = StableText.Relative(StableText.Clean(exception.Message), folder);
        return text.Length <= MessageShown ? text : $"{text[..MessageShown]}... ({text.Length:N0} characters)";
    }

    private static string NameOf(Exception exception) => StableText.Clean(exception.GetType().ToString());

    /// <summary>A frame of a cell, or of a file that a cell imported.</summary>
    private bool IsUser(StackFrame frame) => frame.GetFileName() is { } file && sources.ContainsKey(file);

    private static bool IsWorthShowing(MethodBase? method) =>
        method?.DeclaringType is { } type
        && type != typeof(CellGuard)
        && !type.Name.StartsWith('<')
        && type.Namespace?.StartsWith("System.Runtime", StringComparison.Ordinal) != true;

    /// <summary>The name of the user's method behind a compiled one; empty for the cell's own statements.</summary>
    private static string MethodOf(MethodBase? method)
    {
        string name = method?.Name == "MoveNext" ? method.DeclaringType?.Name ?? "" : method?.Name ?? "";
        Match compiled = Generated().Match(name);
        if (!compiled.Success)
            return name;
        string local = compiled.Groups["local"].Value;
        string outer = compiled.Groups["outer"].Value;
        return local.Length > 0 ? local : outer.StartsWith('<') ? "" : outer;
    }

    [GeneratedRegex(@"^<(?<outer><?\w*>?)>(g__(?<local>\w+)\||[a-z])")]
    private static partial Regex Generated();
}
