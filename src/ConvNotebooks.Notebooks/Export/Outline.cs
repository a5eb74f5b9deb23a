using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>One heading of a page.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Text">Its words, without markup.</param>
/// <param name="Id">Its anchor, of its own on the page.</param>
internal sealed record Heading(int Level, string Text, string Id);

/// <summary>The headings of a page in order, each with an anchor made from its words.</summary>
internal sealed class Outline
{
    private readonly List<Heading> headings = [];
    private readonly HashSet<string> taken = ["content"];

    public IReadOnlyList<Heading> Headings => headings;

    /// <summary>The words of the first heading, if there is one.</summary>
    public string? Title => headings.Count == 0 ? null : headings[0].Text;

    /// <summary>What a table of contents lists: headings down to level 3, without the page's title.</summary>
    public IEnumerable<Heading> Contents => headings.Skip(headings is [{ Level: 1 }, ..] ? 1 : 0).Where(h => h.Level <= 3);

    public Heading Add(int level, string text)
    {
        string slug = Slug(text);
        string id = slug;
        for (int turn = 2; !taken.Add(id); turn++)
            id = $"{slug}-{turn}";
        var heading = new Heading(level, text, id);
        headings.Add(heading);
        return heading;
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().Trim('-') is { Length: > 0 } words ? words : "section";
    }
}
