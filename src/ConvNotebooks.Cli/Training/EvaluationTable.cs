using System.Globalization;
using Spectre.Console;

namespace ConvNotebooks.Cli.Training;

/// <summary>How well a network does: loss, accuracy and top 5, then a row for each class, and which were taken for which.</summary>
internal static class EvaluationTable
{
    /// <summary>Writes the figures and the table of classes.</summary>
    public static void Write(Screen screen, Dataset data, Evaluation evaluation)
    {
        screen.Output.WriteLine($"{data}\n{evaluation}");
        ConfusionMatrix confusion = evaluation.Confusion;
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("class") { NoWrap = true });
        foreach (string name in (string[])["images", "recall", "precision"])
            table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn("most often taken for") { NoWrap = true });
        for (int c = 0; c < confusion.Classes.Count; c++)
        {
            table.AddRow(Texts(
                confusion.Classes[c], Digits(confusion.Images(c)), Percent(confusion.Recall(c)), Percent(confusion.Precision(c)),
                confusion.MostTakenFor(c) is { } other ? $"{confusion.Classes[other]} ({Digits(confusion[c, other])})" : "-"));
        }

        screen.Show(table);
    }

    /// <summary>Writes the whole matrix: a row for each class, a column for each it was taken for.</summary>
    public static void WriteConfusion(Screen screen, ConfusionMatrix confusion)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("class \\ taken for") { NoWrap = true });
        foreach (string name in confusion.Classes)
            table.AddColumn(new TableColumn(Markup.Escape(name)) { Alignment = Justify.Right, NoWrap = true });
        for (int c = 0; c < confusion.Classes.Count; c++)
        {
            int row = c;
            table.AddRow(Texts([confusion.Classes[c], .. Enumerable.Range(0, confusion.Classes.Count).Select(other => Digits(confusion[row, other]))]));
        }

        screen.Show(table);
    }

    private static Text[] Texts(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    private static string Digits(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => double.IsNaN(share) ? "-" : share.ToString("0.0%", CultureInfo.InvariantCulture);
}
