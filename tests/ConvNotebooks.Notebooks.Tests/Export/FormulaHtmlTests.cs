using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using static ConvNotebooks.Notebooks.Tests.Export.Notebooks;

namespace ConvNotebooks.Notebooks.Tests.Export;

public sealed class FormulaHtmlTests
{
    [Theory]
    [InlineData(@"\frac{W-F}{S}", "<mfrac><mrow><mi>W</mi><mo>−</mo><mi>F</mi></mrow><mrow><mi>S</mi></mrow></mfrac>")]
    [InlineData(@"\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mtext>3</mtext></mroot>")]
    [InlineData(@"2.5 \cdot \alpha", "<mn>2.5</mn><mo stretchy=\"false\">·</mo><mi>α</mi>")]
    [InlineData(@"\text{if } x", "<mtext>if </mtext><mi>x</mi>")]
    [InlineData(@"\mathbf{w}\mathbb{R}", "<mi>𝐰</mi><mi>ℝ</mi>")]
    [InlineData(@"\hat y", "<mover accent=\"true\"><mrow><mi>y</mi></mrow><mo>^</mo></mover>")]
    [InlineData(@"\unknown<x", @"<mtext>\unknown</mtext><mo><</mo><mi>x</mi>")]
    [InlineData(@"\left\lfloor x \right\rfloor", "<mrow><mo stretchy=\"true\">⌊</mo><mi>x</mi><mo stretchy=\"true\">⌋</mo></mrow>")]
    [InlineData(@"\begin{bmatrix}1 & 0 \\ 0 & 1\end{bmatrix}",
        "<mrow><mo stretchy=\"true\">[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr>"
        + "<mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo stretchy=\"true\">]</mo></mrow>")]
    public void LaTeX_becomes_MathML(string latex, string expected) => Assert.Contains(expected, Render($"${latex}$"));

    [Theory]
    [InlineData("x_i^2", "msubsup", 3)]
    [InlineData("x_i", "msub", 2)]
    [InlineData("x^{10}", "msup", 2)]
    [InlineData("f'", "msup", 2)]
    [InlineData(@"\sum_{i=0}^n x", "munderover", 3)]
    [InlineData(@"\max_k x", "munder", 2)]
    public void Scripts_stand_where_they_belong(string latex, string element, int children)
    {
        XElement script = Assert.Single(XElement.Parse(FormulaHtml(latex)).Descendants(element));

        Assert.Equal(children, script.Elements().Count());
    }

    [Fact]
    public void A_formula_on_its_own_line_is_a_block()
    {
        Assert.Contains("<math display=\"block\"><mi>x</mi></math>", Render("$$x$$"));
        Assert.Contains("<math display=\"block\"><mi>x</mi></math>", Render("$$\nx\n$$"));
        Assert.Contains("costs <math><mi>x</mi></math>", Render("costs $x$"));
    }

    [Fact]
    public void Whatever_it_is_the_result_is_well_formed()
    {
        string[] parts =
        [
            "{", "}", "_", "^", "'", "&", @"\\", @"\frac", @"\left(", @"\right)", @"\sqrt[", @"\begin{cases}", @"\end{cases}",
            @"\text{", @"\", "x", "12.", "<", "\"", " ", @"\mathbf", "]", "𝐰", @"\sum", @"\hat", @"\underbrace",
        ];
        Gen<string> latex = Gen.Int[0, parts.Length - 1].Array[0, 30].Select(picks => string.Concat(picks.Select(i => parts[i])));

        latex.Array[500].Sample(
            formulas =>
            {
                string html = HtmlExport.ToHtml(Of(Code("1", [.. formulas.Select(formula => Result(("text/latex", formula)))])));
                MatchCollection found = Regex.Matches(html, "<math.*?</math>", RegexOptions.Singleline);
                Assert.Equal(formulas.Length, found.Count);
                foreach (Match math in found)
                    XElement.Parse(math.Value);
            },
            seed: "0000KOIPe036", iter: 4);
    }

    [Fact]
    public void Nesting_past_all_sense_is_text() =>
        Assert.Contains("{{{", XElement.Parse(FormulaHtml(new string('{', 100_000))).Value);

    private static string FormulaHtml(string latex)
    {
        string html = HtmlExport.ToHtml(Of(Code("1", Result(("text/latex", latex)))));
        return Regex.Match(html, "<math.*</math>", RegexOptions.Singleline).Value;
    }

    private static string Render(string source)
    {
        string html = HtmlExport.ToHtml(Of(Prose(source)));
        return System.Net.WebUtility.HtmlDecode(html[html.IndexOf("<main", StringComparison.Ordinal)..]);
    }
}
