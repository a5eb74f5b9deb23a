using System.Globalization;
using System.Text;

namespace ConvNotebooks;

/// <summary>How often images of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] counts;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="classes">The names of the classes.</param>
    public ConfusionMatrix(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        Classes = [.. classes];
        counts = new long[classes.Count, classes.Count];
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Images counted.</summary>
    public long Total { get; private set; }

    /// <summary>Images of one class that were taken for another, or rightly for the same.</summary>
    /// <param name="actual">The class they are of.</param>
    /// <param name="predicted">The class they were taken for.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted] => counts[actual, predicted];

    /// <summary>The share of images whose class was found; NaN without images.</summary>
    public double Accuracy
    {
        get
        {
            var right = 0L;
            for (var c = 0; c < Classes.Count; c++)
                right += counts[c, c];
            return (double)right / Total;
        }
    }

    /// <summary>Counts one image.</summary>
    /// <param name="actual">The class it is of.</param>
    /// <param name="predicted">The class it was taken for.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public void Add(int actual, int predicted)
    {
        counts[actual, predicted]++;
        Total++;
    }

    /// <summary>The images of a class.</summary>
    /// <param name="index">The class.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public long Images(int index) => Sum(other => counts[index, other]);

    /// <summary>Which other class a class is most often taken for; null when it never is.</summary>
    /// <param name="index">The class.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public int? MostTakenFor(int index)
    {
        var others = Enumerable.Range(0, Classes.Count).Where(other => other != index && counts[index, other] > 0).ToArray();
        return others.Length == 0 ? null : others.MaxBy(other => counts[index, other]);
    }

    /// <summary>The share of a class's images that were found; NaN when there are none.</summary>
    /// <param name="index">The class.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public double Recall(int index) => (double)counts[index, index] / Images(index);

    /// <summary>The share of the images taken for a class that are of it; NaN when there are none.</summary>
    /// <param name="index">The class.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public double Precision(int index) => (double)counts[index, index] / Sum(other => counts[other, index]);

    /// <summary>One line for each class: its name, recall, precision, images, and the class it is most often taken for.</summary>
    public override string ToString()
    {
        var width = Math.Max(5, Classes.Max(name => name.Length));
        var text = new StringBuilder("class".PadRight(width) + "  recall  precision  images  most often taken for");
        for (var c = 0; c < Classes.Count; c++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Classes[c].PadRight(width)}  {Percent(Recall(c)),6}  {Percent(Precision(c)),9}  {Images(c),6}  ")
                .Append(MostTakenFor(c) is { } other ? string.Create(CultureInfo.InvariantCulture, $"{Classes[other]} ({counts[c, other]})") : "-");
        }

        return text.ToString();
    }

    private long Sum(Func<int, long> of) => Enumerable.Range(0, Classes.Count).Sum(of);

    private static string Percent(double share) => double.IsNaN(share) ? "-" : share.ToString("0.0%", CultureInfo.InvariantCulture);
}
