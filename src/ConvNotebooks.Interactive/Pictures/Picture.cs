using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive;

/// <summary>A finished picture: the PNG file, and in words what it shows. Later changes of the value do not reach it.</summary>
public sealed class Picture
{
    private readonly byte[] png;
    private readonly IReadOnlyList<ReadoutArea> areas = [];

    /// <summary>Creates a picture.</summary>
    /// <param name="text">What it shows, in words.</param>
    /// <param name="png">The bytes of a PNG file.</param>
    public Picture(string text, byte[] png) => (Text, this.png) = (text, png);

    /// <summary>Creates a picture that tells its values.</summary>
    internal Picture(string text, byte[] png, IEnumerable<ReadoutArea> areas)
        : this(text, png) => this.areas = [.. areas];

    /// <summary>What it shows, in words.</summary>
    public string Text { get; }

    /// <summary>The bytes of the PNG file.</summary>
    public ReadOnlySpan<byte> Png => png;

    /// <summary>Writes the PNG file, first under a temporary name.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Save(string path) => Images.Move(path, png);

    /// <summary>What it shows, in words.</summary>
    public override string ToString() => Text;

    internal View ToView() => Readout.Of(Text, png, areas);
}
