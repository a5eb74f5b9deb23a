using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace ConvNotebooks.Cli;

/// <summary>Options that take a number, and say so in one sentence when something else comes.</summary>
internal static class NumberOption
{
    /// <summary>An option with a number in the invariant culture; null when it is left out.</summary>
    /// <param name="name">The option: <c>--jobs</c>.</param>
    /// <param name="helpName">What the help calls the value.</param>
    /// <param name="wanted">What it takes, in words: <c>a whole number from 1 to 64</c>.</param>
    /// <param name="description">What it does.</param>
    /// <param name="fits">Whether a number is one of those.</param>
    public static Option<T?> Of<T>(string name, string helpName, string wanted, string description, Func<T, bool> fits)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && fits(number))
                    return number;
                result.AddError($"{name}: \"{text}\" came; it takes {wanted}.");
                return null;
            },
        };
}
