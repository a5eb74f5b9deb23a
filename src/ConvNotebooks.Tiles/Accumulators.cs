using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>A column of accumulators: a0, a1, …. A tile has it where the condition holds; the first number lies at <c>at</c>.</summary>
internal sealed class Column(char letter, int rows, string when, string at)
{
    public char Letter { get; } = letter;

    public int Rows { get; } = rows;

    public string When { get; } = when;

    public string At { get; } = at;
}

/// <summary>
/// The accumulators of a register tile, each a local variable of its own: the JIT compiler keeps neither arrays nor structures of
/// vectors in registers. A routine is written out for all rows and columns. How many a tile has are type parameters, so that the
/// lines of absent ones vanish when it is compiled.
/// </summary>
/// <param name="size">The type parameter that counts rows.</param>
/// <param name="step">From one row to the next in memory.</param>
/// <param name="least">Rows that every tile has.</param>
/// <param name="columns">The columns.</param>
internal sealed class Accumulators(string size, string step, int least, params Column[] columns)
{
    public Column[] Columns => columns;

    public int Rows => columns.Max(column => column.Rows);

    public string Declare => Lines(columns.Select(column => $"V {string.Join(", ", Names(column))};"));

    /// <summary>Every accumulator goes on from what is in memory.</summary>
    public string Load => Each(Rows, row => OfRow(row, column =>
        $"{column.Letter}{row} = {ValueIf(And(Has(row), column.When), $"L.Load({At(column.At, row, step)})")};"));

    public string Rectify => Each(Rows, row => OfRow(row, column => If(column.When, $"{column.Letter}{row} = L.Rectify({column.Letter}{row});")));

    public string Store => Each(Rows, row => If(Has(row), OfRow(row, column => If(column.When, $"L.Store({column.Letter}{row}, {At(column.At, row, step)});"))));

    /// <summary>All accumulators of a column begin with one value.</summary>
    public string Start(Func<int, string> value) => Each(columns.Length, i =>
        $"{string.Join(" = ", Names(columns[i]))} = {ValueIf(columns[i].When, value(i))};");

    /// <summary>Adds to a row of accumulators an input times each column's weights.</summary>
    public string MultiplyAdd(int row, string input, Func<Column, string> weights) => OfRow(row, column =>
        If(column.When, MultiplyAdd(row, column, input, weights(column))));

    /// <summary>Adds to one accumulator an input times a weight.</summary>
    public static string MultiplyAdd(int row, Column column, string input, string weight) =>
        $"{column.Letter}{row} = L.FusedMultiplyAdd({weight}, {input}, {column.Letter}{row});";

    /// <summary>What a tile has to be to have a row; empty where every tile has it.</summary>
    public string Has(int row) => row < least ? "" : $"{size}.Value > {row}";

    private static IEnumerable<string> Names(Column column) => Enumerable.Range(0, column.Rows).Select(row => $"{column.Letter}{row}");

    private string OfRow(int row, Func<Column, string> part) => Lines(columns.Where(column => row < column.Rows).Select(part));
}
