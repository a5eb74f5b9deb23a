namespace ConvNotebooks;

/// <summary>Builds a run's training again, after checking that record and data are those it was made with.</summary>
internal static class RepeatedTraining
{
    public static PreparedTraining Prepare(Run run, ImageReader? images)
    {
        if (run.Record.Recipe is not { } recipe)
        {
            throw new ExperimentException($"Verify: '{run.Folder}' has no recipe in its run.json: it was logged by hand, and only its own program can repeat it. "
                + "Runs of convnotebooks train have one, and those begun with Experiment.Start(folder, recipe).");
        }

        var began = run.Events.LastOrDefault(e => e.Texts.ContainsKey("recipe"))?.Texts["recipe"];
        if (began is not null && began != RecipeHash.Of(recipe))
        {
            throw new ExperimentException($"Verify: the recipe in '{run.File(RunFolder.RecordFile)}' has SHA-256 {RecipeHash.Of(recipe)}, and the run was made with {began}: "
                + "run.json was edited after. Take it from a backup or from git.");
        }

        // Without the recipe's own check of the data, which knows the training images alone.
        var training = (TrainingRecipe.FromJson(recipe.GetRawText(), run.File(RunFolder.RecordFile)) with { DataSha256 = null }).Prepare(images);
        Dataset?[] data = [training.Train, training.Validation?.Data, training.Test.Data];
        foreach (var now in data.OfType<Dataset>().Select(DataRecord.Of))
        {
            var same = run.Record.Data.Where(d => d.Name == now.Name && d.Split == now.Split).ToArray();
            if (same.Length > 0 && !same.Contains(now))
            {
                throw new ExperimentException($"Verify: the {now.Split} images of {now.Name} have SHA-256 {now.Sha256} here, and '{run.Folder}' was made with {same[0].Sha256}. "
                    + "Get the data that the run was made with, or mend its run.json if that was edited.");
            }
        }

        return training;
    }
}
