using System.Text;

namespace ConvNotebooks.Interactive;

/// <summary>
/// An HTML fragment in the making: headings, paragraphs, tables. One small set of classes, scoped to the fragment; colours
/// follow the page's own, so that it reads on light and dark.
/// </summary>
internal sealed class Fragment
{
    private const string Style =
        "<style>.convnotebooks{font-size:13px;line-height:1.45;color:inherit;overflow-x:auto}"
        + ".convnotebooks .h{font-weight:600;font-size:14px;margin:2px 0 6px}"
        + ".convnotebooks p{margin:4px 0}"
        + ".convnotebooks svg{max-width:100%;height:auto}"
        + ".convnotebooks summary{cursor:pointer}"
        + ".convnotebooks .n{opacity:.75;font-size:12px;margin:6px 0 2px}"
        + ".convnotebooks code,.convnotebooks pre{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px;background:transparent;color:inherit;padding:0;border:0}"
        + ".convnotebooks table{border-collapse:collapse;border:0;margin:4px 0;font-size:13px;color:inherit;font-variant-numeric:tabular-nums}"
        + ".convnotebooks th,.convnotebooks td{text-align:left;padding:3px 12px 3px 0;border:0;border-bottom:1px solid rgba(128,128,128,.25);background:transparent;color:inherit;white-space:nowrap;vertical-align:top;max-width:none}"
        + ".convnotebooks tr{background:transparent!important}"
        + ".convnotebooks th{font-weight:600;border-bottom:1px solid rgba(128,128,128,.7)}"
        + ".convnotebooks .s th,.convnotebooks .s td{font-size:12px;padding:3px 8px 3px 0}"
        + ".convnotebooks .s td:nth-child(4){white-space:normal;min-width:9em}"
        + ".convnotebooks .r{text-align:right}"
        + ".convnotebooks td.w{white-space:normal;min-width:18em;overflow-wrap:anywhere}"
        + ".convnotebooks .k{opacity:.7}"
        + ".convnotebooks .t td{font-weight:600;border-top:1px solid rgba(128,128,128,.7);border-bottom:0}"
        + ".convnotebooks .g{display:inline-block;vertical-align:top;margin:2px 24px 6px 0}"
        + ".convnotebooks .g td,.convnotebooks .g th{text-align:right;padding:2px 8px;min-width:1.6em}"
        + ".convnotebooks .g th{font-weight:400;opacity:.65;border-bottom:1px solid rgba(128,128,128,.25)}</style>";

    private readonly StringBuilder html = new();

    /// <summary>Adds a heading.</summary>
    public Fragment Heading(string text) => Block("div", "h", View.Escape(text));

    /// <summary>Adds a paragraph.</summary>
    public Fragment Paragraph(string text) => Block("p", null, View.Escape(text));

    /// <summary>Adds a note in small type: what was left out, what a column means.</summary>
    public Fragment Note(string text) => Block("div", "n", View.Escape(text));

    /// <summary>Adds lines whose blanks count.</summary>
    public Fragment Code(string text) => Block("pre", null, View.Escape(text));

    /// <summary>Adds a table.</summary>
    public Fragment Table(Table table) => Raw(table.ToHtml());

    /// <summary>Adds a piece of HTML.</summary>
    public Fragment Raw(string piece)
    {
        html.Append(piece);
        return this;
    }

    /// <summary>The fragment as text.</summary>
    public override string ToString() => $"<div class=\"convnotebooks\">{Style}{html}</div>";

    private Fragment Block(string tag, string? kind, string content) =>
        Raw(kind is null ? $"<{tag}>{content}</{tag}>" : $"<{tag} class=\"{kind}\">{content}</{tag}>");
}
