using System.Net;
using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Formulas in LaTeX's notation as MathML, which browsers draw without a script: fractions, roots, scripts, sums with
/// limits, delimiters that grow, matrices and cases, the usual symbols. What it does not know stays as it was written.
/// </summary>
/// <remarks>Target: MathML Core, https://www.w3.org/TR/mathml-core/.</remarks>
internal sealed class FormulaHtml
{
    private const int MaxDepth = 64;

    private readonly string source;
    private int position;
    private int depth;

    private FormulaHtml(string latex) => source = latex;

    /// <summary>A formula as HTML.</summary>
    /// <param name="latex">The formula without its dollar signs.</param>
    /// <param name="block">Whether it stands on a line of its own.</param>
    public static string Of(string latex, bool block)
    {
        string content = new FormulaHtml(latex.Trim()).Table("", end: null);
        return $"<math{(block ? " display=\"block\"" : "")}>{content}</math>";
    }

    private bool AtEnd => position >= source.Length;

    private char Next => source[position];

    /// <summary>Items up to a closing brace, a cell's end or the end.</summary>
    private string Row()
    {
        var row = new StringBuilder();
        for (SkipBlanks(); !AtEnd && Next is not ('}' or '&') && !Sees("\\\\") && !Sees("\\end") && !Sees("\\right"); SkipBlanks())
            row.Append(Item());
        return row.ToString();
    }

    /// <summary>An atom with its scripts and primes.</summary>
    private string Item()
    {
        bool limits = false;
        string atom = Next is '_' or '^' ? "<mrow></mrow>" : Atom(out limits);
        string? below = null, above = null;
        for (SkipBlanks(); !AtEnd && Next is '_' or '^' or '\''; SkipBlanks())
        {
            char mark = source[position++];
            if (mark == '_')
                below += Argument();
            else
                above += mark == '\'' ? "<mo>′</mo>" : Argument();
            if (AtEnd)
                break;
        }

        (string both, string one, string other) = limits ? ("munderover", "munder", "mover") : ("msubsup", "msub", "msup");
        return (below, above) switch
        {
            (null, null) => atom,
            (null, _) => $"<{other}>{atom}{Group(above)}</{other}>",
            (_, null) => $"<{one}>{atom}{Group(below)}</{one}>",
            _ => $"<{both}>{atom}{Group(below)}{Group(above)}</{both}>",
        };
    }

    private string Atom(out bool limits)
    {
        limits = false;
        char c = Next;
        if (c == '\\')
            return Command(out limits);
        if (c == '{')
            return Argument();
        if (char.IsAsciiDigit(c))
        {
            int start = position;
            while (!AtEnd && (char.IsAsciiDigit(Next) || (Next == '.' && position + 1 < source.Length && char.IsAsciiDigit(source[position + 1]))))
                position++;
            return $"<mn>{source[start..position]}</mn>";
        }

        int length = char.IsSurrogatePair(source, position) ? 2 : 1;
        string symbol = source.Substring(position, length);
        position += length;
        return char.IsLetter(symbol, 0) ? $"<mi>{symbol}</mi>" : Operator(symbol == "-" ? "−" : symbol);
    }

    private string Command(out bool limits)
    {
        string name = Name();
        limits = FormulaSymbols.Large.ContainsKey(name);
        if (limits)
            return $"<mo movablelimits=\"true\">{FormulaSymbols.Large[name]}</mo>";
        if (FormulaSymbols.Identifiers.TryGetValue(name, out string? identifier))
            return $"<mi>{identifier}</mi>";
        if (FormulaSymbols.Operators.TryGetValue(name, out string? symbol))
            return Operator(symbol, stretchy: false);
        if (FormulaSymbols.Spaces.TryGetValue(name, out string? width))
            return $"<mspace width=\"{width}em\"></mspace>";
        if (FormulaSymbols.Functions.Contains(name))
            return $"<mi>{name}</mi><mspace width=\"0.1em\"></mspace>";
        if (FormulaSymbols.Accents.TryGetValue(name, out string? accent))
            return $"<mover accent=\"true\">{Argument()}<mo>{accent}</mo></mover>";
        limits = name == "underbrace";
        return name switch
        {
            "frac" or "dfrac" or "tfrac" => $"<mfrac>{Argument()}{Argument()}</mfrac>",
            "binom" => $"<mrow><mo>(</mo><mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac><mo>)</mo></mrow>",
            "sqrt" => Root(),
            "text" or "textrm" or "textbf" or "textit" or "texttt" or "mbox" => $"<mtext>{WebUtility.HtmlEncode(Raw())}</mtext>",
            "mathrm" or "operatorname" or "mathsf" or "mathtt" => $"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(Raw())}</mi>",
            "mathbf" or "boldsymbol" or "mathit" or "mathbb" or "mathcal" => $"<mi>{Letters(name, Raw())}</mi>",
            "underbrace" => $"<munder>{Argument()}<mo>⏟</mo></munder>",
            "left" => Delimited(),
            "begin" => Environment(),
            "big" or "Big" or "bigl" or "bigr" or "Bigl" or "Bigr" or "displaystyle" or "limits" or "nonumber" => "",
            " " or "\n" or "" => "<mspace width=\"0.25em\"></mspace>",
            _ => $"<mtext>\\{WebUtility.HtmlEncode(name)}</mtext>",
        };
    }

    private string Root()
    {
        SkipBlanks();
        if (AtEnd || Next != '[')
            return $"<msqrt>{Argument()}</msqrt>";
        int close = source.IndexOf(']', position);
        string degree = source[(position + 1)..(close < 0 ? source.Length : close)];
        position = close < 0 ? source.Length : close + 1;
        return $"<mroot>{Argument()}<mtext>{WebUtility.HtmlEncode(degree)}</mtext></mroot>";
    }

    /// <summary>What stands between <c>\left</c> and <c>\right</c>, with delimiters that grow around it.</summary>
    private string Delimited()
    {
        string open = Delimiter();
        string inside = Deeper(Row);
        if (Sees("\\right"))
            position += "\\right".Length;
        return $"<mrow>{open}{inside}{Delimiter()}</mrow>";
    }

    private string Delimiter()
    {
        SkipBlanks();
        if (AtEnd)
            return "";
        string symbol = Next == '\\' ? Name() : source[position++].ToString();
        return symbol == "." ? "" : Operator(FormulaSymbols.Operators.GetValueOrDefault(symbol, symbol), stretchy: true);
    }

    private string Environment()
    {
        string kind = Raw().TrimEnd('*');
        if (kind == "array")
            Raw();
        string table = Deeper(() => Table(kind, "\\end"));
        if (Sees("\\end"))
        {
            position += "\\end".Length;
            Raw();
        }

        (string open, string close) = kind switch
        {
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "vmatrix" => ("|", "|"),
            "cases" => ("{", ""),
            _ => ("", ""),
        };
        return $"<mrow>{(open == "" ? "" : Operator(open, true))}{table}{(close == "" ? "" : Operator(close, true))}</mrow>";
    }

    /// <summary>Rows parted by <c>\\</c> and cells by <c>&amp;</c>; a single cell is no table.</summary>
    private string Table(string kind, string? end)
    {
        List<List<string>> rows = [[]];
        while (true)
        {
            rows[^1].Add(Row());
            if (AtEnd || (end is not null && Sees(end)))
                break;
            if (Sees("\\\\"))
            {
                position += 2;
                rows.Add([]);
            }
            else if (Next is '&' or '}')
                position++;
            else
                Name();
        }

        if (rows is [[var only]] && end is null)
            return only;
        if (rows[^1] is [""] && rows.Count > 1)
            rows.RemoveAt(rows.Count - 1);
        bool left = kind is "" or "cases" or "align" or "aligned" or "gathered";
        string style = left ? " style=\"text-align:left\"" : "";
        return "<mtable>" + string.Concat(rows.Select(row =>
            $"<mtr>{string.Concat(row.Select(cell => $"<mtd{style}>{cell}</mtd>"))}</mtr>")) + "</mtable>";
    }

    /// <summary>The next group in braces, or the next single atom, as one element.</summary>
    private string Argument()
    {
        SkipBlanks();
        if (AtEnd)
            return "<mrow></mrow>";
        if (Next != '{')
            return Next is '}' or '&' or '_' or '^' ? "<mrow></mrow>" : Group(Deeper(() => Atom(out _)));
        position++;
        string inside = Deeper(Row);
        if (!AtEnd && Next == '}')
            position++;
        return $"<mrow>{inside}</mrow>";
    }

    /// <summary>The text in the next braces, or the next character, as it is.</summary>
    private string Raw()
    {
        SkipBlanks();
        if (AtEnd)
            return "";
        if (Next != '{')
            return source[position++].ToString();
        int start = ++position;
        for (int open = 1; !AtEnd; position++)
        {
            open += Next == '{' ? 1 : Next == '}' ? -1 : 0;
            if (open == 0)
                return source[start..position++];
        }

        return source[start..];
    }

    private string Name()
    {
        int start = ++position;
        while (!AtEnd && char.IsAsciiLetter(Next))
            position++;
        if (position == start && !AtEnd)
            position++;
        return source[start..position];
    }

    /// <summary>Reads one level deeper; past all sense the rest is taken as text.</summary>
    private string Deeper(Func<string> read)
    {
        if (++depth > MaxDepth)
        {
            string rest = source[position..];
            position = source.Length;
            depth--;
            return $"<mtext>{WebUtility.HtmlEncode(rest)}</mtext>";
        }

        string inside = read();
        depth--;
        return inside;
    }

    private static string Letters(string style, string text) => string.Concat(text.Select(c => (style, c) switch
    {
        ("mathbb", 'R' or 'N' or 'Z' or 'C' or 'Q') => "ℝℕℤℂℚ"["RNZCQ".IndexOf(c, StringComparison.Ordinal)].ToString(),
        ("mathbf" or "boldsymbol", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D400 + c - 'A'),
        ("mathbf" or "boldsymbol", >= 'a' and <= 'z') => char.ConvertFromUtf32(0x1D41A + c - 'a'),
        ("mathcal", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D4D0 + c - 'A'),
        _ => WebUtility.HtmlEncode(c.ToString()),
    }));

    private static string Operator(string symbol, bool? stretchy = null) =>
        $"<mo{(stretchy is { } grows ? $" stretchy=\"{(grows ? "true" : "false")}\"" : "")}>{WebUtility.HtmlEncode(symbol)}</mo>";

    private static string Group(string? content) => content is null ? "<mrow></mrow>" : $"<mrow>{content}</mrow>";

    private bool Sees(string what) => string.CompareOrdinal(source, position, what, 0, what.Length) == 0
        && !(what.Length > 2 && position + what.Length < source.Length && char.IsAsciiLetter(source[position + what.Length]));

    private void SkipBlanks()
    {
        while (!AtEnd && (char.IsWhiteSpace(Next) || Next == '~'))
            position++;
    }
}
