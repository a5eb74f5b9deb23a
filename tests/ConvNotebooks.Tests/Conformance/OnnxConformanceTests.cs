using Xunit.Abstractions;

namespace ConvNotebooks.Tests.Conformance;

/// <summary>
/// Layers against ONNX's own conformance data: expected outputs that NumPy and PyTorch computed, not this library.
/// <c>dotnet run --project tests/ConvNotebooks.Tests -- conformance</c> prints what ran and what did not.
/// </summary>
public class OnnxConformanceTests(ITestOutputHelper output)
{
    /// <summary>With Debian 12's libonnx-testdata 1.12; fewer would mean that cases are no longer found.</summary>
    private const int Cases = 124;

    [OnnxTestDataFact]
    public void Every_case_that_the_library_has_the_operators_for_gives_onnx_s_numbers()
    {
        var conformance = OnnxConformance.Run();
        output.WriteLine(conformance.ToString());
        Assert.True(conformance.Failed.Count == 0, conformance.ToString());
        Assert.True(conformance.Ran.Count >= Cases, conformance.ToString());
    }
}

/// <summary>Runs where ONNX's conformance data is, and is skipped elsewhere.</summary>
public sealed class OnnxTestDataFactAttribute : FactAttribute
{
    public OnnxTestDataFactAttribute()
    {
        if (!Directory.Exists(OnnxCase.Data))
            Skip = $"needs {OnnxCase.Data} (Debian: apt-get install libonnx-testdata)";
    }
}
