using ConvNotebooks.Cli.Describing;

namespace ConvNotebooks.Cli;

/// <summary>What the library refuses in a recipe, a data set, a checkpoint or a run is the user's mistake, in the library's words.</summary>
internal static class Mistakes
{
    /// <summary>Does something and words what is refused.</summary>
    /// <exception cref="MistakeException">It was refused.</exception>
    public static int Word(Func<int> action) => WordAsync(() => Task.FromResult(action())).GetAwaiter().GetResult();

    /// <summary>Does something and words what is refused.</summary>
    /// <exception cref="MistakeException">It was refused.</exception>
    public static async Task<int> WordAsync(Func<Task<int>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (NotationException e)
        {
            throw new MistakeException(Misfit.Describe(e.Notation ?? "", e));
        }
        catch (Exception e) when (e is RecipeException or ExperimentException or ShapeException or DatasetNotFoundException or DatasetFormatException or CheckpointException)
        {
            throw new MistakeException(e.Message);
        }
    }
}
