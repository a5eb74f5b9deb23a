namespace ConvNotebooks;

/// <summary>Hands a run to other tools. What a run's folder holds is not changed by it.</summary>
public static class RunExport
{
    /// <summary>Writes every number as a CSV table of step, epoch, name, value.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file, replaced whole or not at all.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Csv(Run run, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        AtomicFile.WriteAllText(path, CsvFile.Of(run));
    }

    /// <summary>Writes what DVC reads: <c>metrics.json</c>, <c>plots</c>, <c>dvc.yaml</c>. A finished run's folder holds them already.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Dvc(Run run, string folder)
    {
        ArgumentNullException.ThrowIfNull(run);
        DvcFiles.Write(run, folder);
    }

    /// <summary>
    /// Writes a TensorBoard event file: numbers as scalars, pictures as images, hyperparameters as text, and a histogram of
    /// each weight tensor for every epoch whose weights are kept as a file.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The folder to give to <c>tensorboard --logdir</c>; made where it is not there.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="CheckpointException">A file of weights is damaged.</exception>
    public static void TensorBoard(Run run, string folder)
    {
        ArgumentNullException.ThrowIfNull(run);
        TensorBoardFile.Export(run, folder);
    }

    /// <summary>Sends a run to an MLflow tracking server.</summary>
    /// <param name="run">The run.</param>
    /// <param name="server">The server: <c>http://localhost:5000</c>.</param>
    /// <param name="experiment">The MLflow experiment that it joins, made where it is not there.</param>
    /// <param name="client">What asks the server; one of its own when left out.</param>
    /// <param name="stop">Stops between two requests.</param>
    /// <returns>The MLflow run's identifier.</returns>
    /// <exception cref="ExperimentException">The server does not answer, or refuses; the message says what it said.</exception>
    public static async Task<string> Mlflow(Run run, Uri server, string experiment = "ConvNotebooks", HttpClient? client = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentException.ThrowIfNullOrWhiteSpace(experiment);
        using var own = client is null ? new HttpClient() : null;
        return await new MlflowServer(client ?? own!, server).Log(run, experiment, stop).ConfigureAwait(false);
    }
}
