namespace ConvNotebooks.Cli.Training;

/// <summary>The folder of a training run: recipe.json and the checkpoints last and best.</summary>
/// <param name="path">The folder, as it was given.</param>
internal sealed class RunFolder(string path)
{
    /// <summary>The folder, as it was given.</summary>
    public string Path => path;

    /// <summary>The checkpoint that a run goes on from.</summary>
    public string Last => System.IO.Path.Combine(path, "last");

    /// <summary>The checkpoint of the best epoch.</summary>
    public string Best => System.IO.Path.Combine(path, "best");

    /// <summary>Whether a run has begun here.</summary>
    public bool HoldsRun => File.Exists(RecipeFile);

    /// <summary>Whether there is a checkpoint to go on from: a run may have ended before its first.</summary>
    public bool HasCheckpoint => Directory.Exists(Last) || Directory.Exists(Last + ".old");

    private string RecipeFile => System.IO.Path.Combine(path, "recipe.json");

    /// <summary>The recipe of the run that is here.</summary>
    /// <exception cref="MistakeException">There is none.</exception>
    public TrainingRecipe Recipe() => HoldsRun
        ? LoadRecipe(RecipeFile)
        : throw new MistakeException($"{path}: there is no run in it (no recipe.json). Name the --out folder of a training run.");

    /// <summary>A run begins here, or goes on: the recipe is saved, and checkpoints will be.</summary>
    /// <exception cref="MistakeException">Nothing can be written there.</exception>
    public void Begin(PreparedTraining run)
    {
        try
        {
            Directory.CreateDirectory(path);
            run.Recipe.Save(RecipeFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{path}: nothing can be written there ({e.Message.TrimEnd('.')}). Choose another folder.");
        }

        run.Trainer.Folder = path;
    }

    /// <summary>A recipe from a file.</summary>
    /// <exception cref="MistakeException">The file cannot be read.</exception>
    public static TrainingRecipe LoadRecipe(string file)
    {
        try
        {
            return TrainingRecipe.Load(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{file}: it cannot be read ({e.Message.TrimEnd('.')}). Check the path.");
        }
    }
}
