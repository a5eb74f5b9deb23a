using System.Runtime.CompilerServices;

namespace ConvNotebooks;

/// <summary>The checks that every size, stride, padding and count of units passes in a constructor.</summary>
internal static class Sizes
{
    internal static int AtLeastOne(int value, string who, string what) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(what, value,
            $"{who}: {what} is {value}, and a size is counted from 1. Give a {what} of at least 1.");

    internal static int AtLeastZero(int value, string who, string what) => value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(what, value,
            $"{who}: {what} is {value}, and padding can't be negative. Give 0 or more pixels, or crop the input instead.");

    internal static T Known<T>(T value, string who, [CallerArgumentExpression(nameof(value))] string what = "")
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(what, value,
            $"{who}: {what} {value} is not a {typeof(T).Name}. Give one of {string.Join(", ", Enum.GetNames<T>())}.");
}
