using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive.Views;

/// <summary>A layer's filters as training leaves them: a row for each kept state, the first filters, their first channel or their colours, on one scale.</summary>
internal sealed class FilmstripPicture
{
    private const int Filters = 12;
    private const int States = 12;
    private const int Left = 66;
    private const int Top = 22;

    private readonly IReadOnlyList<(int Epoch, Tensor Weights)> states;
    private readonly FilterColors colors;
    private readonly TensorShape shape;
    private readonly int zoom;
    private readonly int filters;

    public FilmstripPicture(TrainingRecorder recorder)
    {
        var every = Math.Max(1, (recorder.Filmstrip.Count + States - 1) / States);
        states = [.. recorder.Filmstrip.Where((_, i) => i % every == 0 || i == recorder.Filmstrip.Count - 1).Select(s => (s.Epoch, s.Weights))];
        shape = states[0].Weights.Shape;
        zoom = Math.Max(2, 60 / Math.Max(shape.W, shape.H));
        filters = Math.Min(shape.N, Filters);
        var most = states.Max(s => Math.Max(Math.Abs(TensorSummary.Of(s.Weights.Values).Least), Math.Abs(TensorSummary.Of(s.Weights.Values).Greatest)));
        colors = new FilterColors(most, shape.C == 3);
        Title = $"Filters of {recorder.FilterLayer} after each epoch, {filters} of {shape.N}"
            + (shape.C is 1 or 3 ? "" : $", channel 0 of {shape.C}") + $", weights within ±{Numbers.Value(most)}";
    }

    /// <summary>What it shows, in words.</summary>
    public string Title { get; }

    /// <summary>Draws it with its top edge there; gives its lower edge.</summary>
    public double Draw(Scene scene, double top)
    {
        scene.Text(8, top + 12, Title, 12);
        for (var row = 0; row < states.Count; row++)
        {
            scene.Text(8, top + Y(row) + shape.H * zoom / 2.0 + 4, states[row].Epoch == 0 ? "before" : $"epoch {states[row].Epoch}", 10, Canvas.Grey);
            for (var k = 0; k < filters; k++)
            {
                for (var v = 0; v < shape.H; v++)
                {
                    for (var u = 0; u < shape.W; u++)
                        scene.Rectangle(X(k) + u * zoom, top + Y(row) + v * zoom, zoom, zoom, colors.At(states[row].Weights, k, u, v));
                }
            }
        }

        return top + Y(states.Count);
    }

    /// <summary>It alone, as a picture that tells its values.</summary>
    public string ToHtml()
    {
        var scene = new Scene(Title);
        Draw(scene, 0);
        var plane = shape.W * shape.H;
        var areas = from row in Enumerable.Range(0, states.Count)
                    from k in Enumerable.Range(0, filters)
                    select new ReadoutArea($"{(states[row].Epoch == 0 ? "before" : $"epoch {states[row].Epoch}")}, filter {k}", X(k), Y(row), zoom, shape.W, shape.H)
                    {
                        Values = states[row].Weights.Values.Slice(k * shape.C * plane, (shape.C == 3 ? 3 : 1) * plane).ToArray(),
                        Planes = ImagePicture.PlaneNames(shape.C),
                    };
        return Readout.Element(Title, scene.ToPng(), [.. areas]);
    }

    private int X(int filter) => Left + filter * (shape.W * zoom + 6);

    private int Y(int row) => Top + row * (shape.H * zoom + 6);
}
