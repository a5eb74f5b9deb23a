namespace ConvNotebooks.Tests.Training.SameBits;

/// <summary>Traces this process's run on one thread and another's, and keeps the first tensors that differ.</summary>
internal static class SameBitsDiagnosis
{
    /// <summary>Where the runs differ first, and where both tensors are.</summary>
    /// <param name="training">The run.</param>
    /// <param name="folder">Where traces and tensors go.</param>
    /// <param name="other">Runs the other one, tracing to the file that the first argument names, and keeping the tensor of the others;
    /// this process with the settings in force when left out.</param>
    public static string Explain(SameBitsTraining training, string folder, Action<string[]>? other)
    {
        string File(string name) => Path.Combine(folder, name);
        other ??= args => SameBitsTrainingProgram.Run(training, args);
        using (ComputeSettings.Use(Compute.VectorBits, 1))
            SameBitsTrainingProgram.Run(training, [File("here.trace")]);
        other([File("there.trace")]);
        if (TrainingTrace.Load(File("here.trace")).FirstDifference(TrainingTrace.Load(File("there.trace"))) is not { } difference)
            return "This process on one thread gives the other's bits: it is the stored hash that differs from both.";
        var first = difference.One;
        string[] Keep(string name) => [File($"{name}.trace"), $"{first.Step}", first.Layer, first.What, File($"{name}.safetensors")];
        using (ComputeSettings.Use(Compute.VectorBits, 1))
            SameBitsTrainingProgram.Run(training, Keep("here"));
        other(Keep("there"));
        return $"{difference}. Both are kept: {File("here.safetensors")}, {File("there.safetensors")}";
    }
}
