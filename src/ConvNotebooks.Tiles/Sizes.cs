using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>Numbers that are types, so that the compiler knows them as constants: rows and columns of tiles, and steps of pixels.</summary>
internal static class Sizes
{
    public static string Source => Lines(Enumerable.Range(0, 21).Append(32).Select(size => $$"""
        internal readonly struct Size{{size}} : ISize
        {
            public static int Value => {{size}};
        }

        """));
}
