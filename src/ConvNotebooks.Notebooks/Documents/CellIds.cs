using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>Gives every cell of a notebook a name of its own that stays the same from one run to the next.</summary>
internal static class CellIds
{
    /// <summary>
    /// Keeps the first use of every valid id and replaces missing, invalid and repeated ones by eight hexadecimal digits
    /// of the SHA-256 of the cell's kind, source and turn among equal cells.
    /// </summary>
    public static void Complete(IReadOnlyList<Cell> cells)
    {
        var taken = new HashSet<string>();
        List<Cell> nameless = [.. cells.Where(cell => !IsValid(cell.Id) || !taken.Add(cell.Id))];
        foreach (Cell cell in nameless)
        {
            int turn = 0;
            do
                cell.Id = FromContent(cell, turn++);
            while (!taken.Add(cell.Id));
        }
    }

    private static bool IsValid(string id) =>
        id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string FromContent(Cell cell, int turn)
    {
        string content = string.Create(CultureInfo.InvariantCulture, $"{cell.GetType().Name}\n{turn}\n{cell.Source}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8];
    }
}
