using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// One of the things a recipe's word can stand for. A word is written as its name and options, <c>sgd momentum=0.9 nesterov</c>:
/// options with a number after an equals sign, and options that are there or not.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Options">The options it takes, blanks between: <c>momentum= nesterov</c>.</param>
/// <param name="Make">Makes it of the options that came.</param>
internal sealed record RecipeChoice<T>(string Name, string Options, Func<RecipeOptions, T> Make);

/// <summary>The options that came with a word.</summary>
internal sealed class RecipeOptions
{
    private readonly Dictionary<string, double> numbers = [];

    /// <summary>The number of an option, or what is usual without it.</summary>
    internal double this[string name, double usual] => numbers.GetValueOrDefault(name, usual);

    /// <summary>Whether an option is there.</summary>
    internal bool Has(string name) => numbers.ContainsKey(name);

    /// <summary>What a recipe's word stands for.</summary>
    /// <param name="what">Which part of the recipe it is.</param>
    /// <param name="text">The word with its options.</param>
    /// <param name="choices">What there is.</param>
    /// <exception cref="RecipeException">There is no such choice or option, or its number is outside its range.</exception>
    internal static T Choose<T>(string what, string text, params ReadOnlySpan<RecipeChoice<T>> choices)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var choice = Array.Find(choices.ToArray(), c => words.Length > 0 && c.Name == words[0]);
        if (choice is null)
        {
            throw new RecipeException($"TrainingRecipe: {what} '{text}' came, and there are {string.Join(", ", choices.ToArray().Select(c => c.Name))}. "
                + $"Write one of them, such as '{choices[0].Name}{Example(choices[0].Options)}'.");
        }

        var options = new RecipeOptions();
        foreach (var word in words.Skip(1))
            options.Add(what, text, word, choice.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries), choice.Name);
        return Checked(() => choice.Make(options));
    }

    /// <summary>What a constructor makes, its refusal in the recipe's words.</summary>
    internal static T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException refused)
        {
            throw new RecipeException(Refusals.Wording(refused), refused);
        }
    }

    private void Add(string what, string text, string word, string[] known, string name)
    {
        var parts = word.Split('=');
        var isNumber = known.Contains(parts[0] + "=");
        if (!isNumber && !known.Contains(parts[0]))
        {
            throw new RecipeException($"TrainingRecipe: {what} '{text}' has '{parts[0]}', and {name} takes "
                + (known.Length == 0 ? "no options. Leave it out." : $"{string.Join(", ", known.Select(o => o.TrimEnd('=')))}. Leave it out or write one of those."));
        }

        var value = 1.0;
        if (parts.Length != (isNumber ? 2 : 1)
            || (isNumber && !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out value)))
        {
            throw new RecipeException($"TrainingRecipe: {what} '{text}' has '{word}', {(isNumber ? $"'{parts[0]}=' and a number" : $"'{parts[0]}' alone")} was needed. "
                + $"Write it so{(isNumber ? ", with a point for decimals" : "")}.");
        }

        if (!numbers.TryAdd(parts[0], value))
            throw new RecipeException($"TrainingRecipe: {what} '{text}' has '{parts[0]}' twice. Write it once.");
    }

    private static string Example(string options) => options.Length == 0 ? "" : $" {options.Split(' ')[0]}{(options.Split(' ')[0].EndsWith('=') ? "0.9" : "")}";
}
