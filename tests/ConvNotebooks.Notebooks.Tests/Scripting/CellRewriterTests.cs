namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Guarded code must mean what the cell means; the expected values are what plain C# gives.</summary>
[Collection(OneProcess.Name)]
public sealed class CellRewriterTests
{
    [Theory]
    [InlineData("int s = 0; for (int i = 0; i < 3; i++) for (int j = 0; j < 2; j++) s += i * j; s", "3")]
    [InlineData("int n = 0; while (n < 5) n++; n", "5")]
    [InlineData("int n = 0; do n += 2; while (n < 5); n", "6")]
    [InlineData("int n = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) n += a * b; n", "14")]
    [InlineData("int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); F(10)", "55")]
    [InlineData("int x = 0; void Set() => x = 7; Set(); x", "7")]
    [InlineData("Action a = () => Console.Write(\"\"); a(); Func<int, int> f = v => v + 1; f(1)", "2")]
    [InlineData("Func<int, Func<int, int>> add = a => b => a + b; add(1)(2)", "3")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1; e.Body.ToString()", "(x + 1)")]
    [InlineData("Func<Task<int>> f = async () => await Task.FromResult(4); await f()", "4")]
    [InlineData("Func<Task> f = async () => await Task.Delay(1); await f(); 5", "5")]
    [InlineData("await Task.Yield(); await new ValueTask<int>(6)", "6")]
    [InlineData("async Task<int> F() { await Task.Delay(1); return 8; } await F()", "8")]
    [InlineData("async Task F() => await Task.Delay(1); await F(); 9", "9")]
    [InlineData("class P { int v = 3; public int V => v; public int W { get => v; set => v = value; } public P() { v++; } } var p = new P { W = 6 }; p.V + p.W", "12")]
    [InlineData("record R(int A) { public static R operator +(R a, R b) => new(a.A + b.A); } (new R(1) + new R(2)).A", "3")]
    [InlineData("IEnumerable<int> N() { for (int i = 0; ; i++) yield return i; } N().Skip(3).First()", "3")]
    [InlineData("int[] a = { 1, 2 }; ref int Second() => ref a[1]; Second() = 5; a[1]", "5")]
    [InlineData("int F() { int i = 0; again: if (++i < 4) goto again; return i; } F()", "4")]
    [InlineData("string K(int n) { switch (n) { case 1: goto case 2; case 2: return \"two\"; default: return \"?\"; } } K(1)", "two")]
    [InlineData("bool T(System.Threading.CancellationToken t = default) => t.CanBeCanceled; T()", "True")]
    [InlineData("bool T(int a, System.Threading.CancellationToken t = default) => t.CanBeCanceled; T(1)", "True")]
    [InlineData("bool T(System.Threading.CancellationToken t = default) => t.CanBeCanceled; T(default)", "False")]
    [InlineData("const int C = 4; Func<int> f = delegate { return C; }; f()", "4")]
    [InlineData("Func<int> f = () => throw new Exception(); 1", "1")]
    [InlineData("dynamic d = 3; Func<dynamic, dynamic> f = x => x + 1; f(d)", "4")]
    [InlineData("unsafe int P() { int v = 2; int* p = &v; while (*p < 9) (*p)++; return v; } P()", "9")]
    [InlineData("new[] { 3, 1, 2 }.OrderBy(x => x).Select((x, i) => x * i).Sum()", "8")]
    [InlineData("(from x in new[] { 1, 2, 3 } where x > 1 select x * 2).Sum()", "10")]
    public async Task A_guarded_cell_gives_what_the_cell_gives(string code, string expected)
    {
        await using var session = new CSharpSession();
        MimeBundle? value = null;
        CellResult result = await session.ExecuteAsync(code, 1, happened => value = (happened as ResultEvent)?.Data ?? value);
        Assert.True(result.Succeeded, result.Error?.Value);
        Assert.Equal(expected, value?.Text("text/plain"));
    }

    [Fact]
    public async Task Lines_stay_where_they_are()
    {
        await using var session = new CSharpSession();
        CellResult result = await session.ExecuteAsync(
            "int Half(int n) =>\n    n % 2 == 0\n        ? n / 2\n        : throw new Exception(\"odd\");\nvar x = 1;\nHalf(x)", 1, _ => { });
        Assert.Equal(
            ["System.Exception: odd", "  In[1], line 2, in Half", "    n % 2 == 0", "  In[1], line 6", "    Half(x)"],
            result.Error?.Traceback);
    }
}
