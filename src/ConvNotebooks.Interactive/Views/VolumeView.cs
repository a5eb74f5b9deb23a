namespace ConvNotebooks.Interactive.Views;

/// <summary>A volume's values, a grid for each depth slice with rows y and columns x; a depth column as a row along d.</summary>
internal static class VolumeView
{
    private const int Whole = 13;
    private const int Corner = 7;
    private const int Slices = 8;
    private const int Column = 12;

    public static View Of(Volume volume)
    {
        var shape = volume.Shape;
        var title = volume.ToString();
        if (shape is { Width: 1, Height: 1, Depth: > 1 })
            return DepthColumn(volume, title);

        var side = Math.Max(shape.Width, shape.Height) <= Whole ? Whole : Corner;
        var grids = Enumerable.Range(0, Math.Min(Slices, shape.Depth)).Select(d => new NumberGrid(
            $"d = {d}", shape.Width, shape.Height, (x, y) => volume[x, y, d], side)).ToList();
        var note = LeftOut(shape, grids);
        return new(string.Join("\n\n", [title, .. grids.Select(g => g.ToText()), .. note]))
        {
            Html = note.Aggregate(
                new Fragment().Heading(title).Raw(string.Concat(grids.Select(g => g.ToHtml()))), (f, n) => f.Note(n)).ToString(),
        };
    }

    private static string[] LeftOut(Shape shape, List<NumberGrid> grids)
    {
        var slices = shape.Depth > grids.Count ? $"{grids.Count} of {shape.Depth} depth slices shown. " : "";
        var corners = grids[0].IsWhole ? "" : $"Of {shape.Width} columns and {shape.Height} rows the first and last are shown.";
        var note = (slices + corners).Trim();
        return note.Length == 0 ? [] : [note];
    }

    private static View DepthColumn(Volume volume, string title)
    {
        var depth = volume.Shape.Depth;
        var shown = Math.Min(depth, Column);
        var table = new Table([.. Enumerable.Range(0, shown).Select(d => $">d={d}")])
            .Row([.. Enumerable.Range(0, shown).Select(d => Numbers.Value(volume[0, 0, d]))]);
        var note = depth > shown ? $"{shown} of {depth} values shown." : "";
        return new($"{title}\n{table.ToText()}\n{note}".TrimEnd())
        {
            Html = (note.Length == 0 ? new Fragment().Heading(title).Table(table) : new Fragment().Heading(title).Table(table).Note(note)).ToString(),
        };
    }
}
