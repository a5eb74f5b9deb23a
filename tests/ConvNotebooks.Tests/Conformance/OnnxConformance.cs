namespace ConvNotebooks.Tests.Conformance;

/// <summary>What became of ONNX's conformance cases: how many ran, which failed, and why the others were left out.</summary>
internal sealed record OnnxConformance(IReadOnlyList<string> Ran, IReadOnlyList<string> Failed, IReadOnlyList<(string Name, string Reason)> Skipped)
{
    public static OnnxConformance Run()
    {
        var (ran, failed, skipped) = (new List<string>(), new List<string>(), new List<(string, string)>());
        foreach (var test in OnnxCase.All())
        {
            try
            {
                ran.Add(test.Name);
                if (test.Run() is { } error)
                    failed.Add($"{test.Name}: {error}");
            }
            catch (NotInTheLibraryException e)
            {
                ran.RemoveAt(ran.Count - 1);
                skipped.Add((test.Name, e.Message));
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or ArgumentException or ShapeException or FitException)
            {
                failed.Add($"{test.Name}: {e.Message}");
            }
        }

        return new(ran, failed, skipped);
    }

    /// <summary>The counts, then every failure, then the reasons with the cases that they kept from running.</summary>
    public override string ToString() => string.Join('\n',
    [
        $"ONNX conformance: {Ran.Count} cases run, {Failed.Count} of them failed, {Skipped.Count} skipped",
        .. Failed.Select(failure => $"failed: {failure}"),
        .. Skipped.GroupBy(skip => skip.Reason).OrderBy(group => group.Key, StringComparer.Ordinal).Select(
            group => $"skipped, {group.Key} ({group.Count()}): {string.Join(", ", group.Select(skip => skip.Name))}"),
    ]);
}
