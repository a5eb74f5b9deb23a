namespace ConvNotebooks.Benchmarks;

/// <summary>What a self-test holds true.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"{expected} was expected, {actual} came");
    }

    public static void Within(double bound, double actual)
    {
        if (!(actual <= bound))
            throw new InvalidOperationException($"at most {bound} was expected, {actual} came");
    }

    public static void Throws<TException>(string message, Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException e)
        {
            Equal(message, e.Message);
            return;
        }

        throw new InvalidOperationException($"{typeof(TException).Name} was expected, nothing was thrown");
    }
}

/// <summary>A test cannot run here; the message says why.</summary>
internal sealed class Skipped(string reason) : Exception(reason);
