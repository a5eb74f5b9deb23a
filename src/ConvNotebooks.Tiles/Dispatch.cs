using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// Calls of routines whose sizes are type parameters, for sizes that are known when they are called; each routine is compiled when
/// it is first called.
/// </summary>
internal static class Dispatch
{
    /// <summary>Calls by a number from 1 to the most.</summary>
    public static string Switch(string number, int most, Func<int, string> call) =>
        Switch(number, number, Enumerable.Range(1, most).Select(i => ($"{i}", call(i))));

    /// <summary>Calls by one or more numbers, one of which is to blame when there is no such call.</summary>
    public static string Switch(string numbers, string blamed, IEnumerable<(string Numbers, string Call)> cases) => Code($$"""
        switch ({{numbers}})
        {
            {{Lines(cases.Select(one => $"case {one.Numbers}:\n    {one.Call};\n    break;"))}}
            default:
                throw new ArgumentOutOfRangeException(nameof({{blamed}}));
        }
        """);
}
