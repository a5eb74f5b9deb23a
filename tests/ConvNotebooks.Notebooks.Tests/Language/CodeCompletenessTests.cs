namespace ConvNotebooks.Notebooks.Tests;

public sealed class CodeCompletenessTests
{
    [Theory]
    [InlineData("", Completeness.Complete, 0)]
    [InlineData("1 + 1", Completeness.Complete, 0)]
    [InlineData("#r \"a.dll\"\nvar x = 1;", Completeness.Complete, 0)]
    [InlineData("using var a = F();\na", Completeness.Complete, 0)]
    [InlineData("class A {\n  void F() {", Completeness.Incomplete, 8)]
    [InlineData("Math.Max(1,", Completeness.Incomplete, 0)]
    [InlineData("var s = @\"open", Completeness.Incomplete, 0)]
    [InlineData("var s = \"\"\"\n  raw", Completeness.Incomplete, 0)]
    [InlineData("/* open", Completeness.Incomplete, 0)]
    [InlineData("} else {", Completeness.Invalid, 0)]
    [InlineData("int x = = 1;", Completeness.Invalid, 0)]
    public void Code_is_judged_by_its_syntax(string code, Completeness state, int indent)
    {
        (Completeness found, string spaces) = CodeCompleteness.Of(code);
        Assert.Equal((state, indent), (found, spaces.Length));
    }
}
