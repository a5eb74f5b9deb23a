using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Running;

/// <summary>The run folder of a notebook that was given parameters: their values, and the executed notebook in it.</summary>
internal static class LoggedNotebook
{
    /// <summary>Begins the run; null for a notebook without parameters, which is no experiment.</summary>
    public static Experiment? Begin(RunRequest request, int notebook)
    {
        if (request.Parameters.Count == 0)
            return null;
        string name = string.Concat(Path.GetFileNameWithoutExtension(request.Files[notebook].Path).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        Experiment run = Experiment.Start(name.Length > 80 ? name[..80] : name, options: new() { Folder = request.RunsFolder });
        foreach (Notebooks.Parameter parameter in request.Parameters)
            run.Parameter(parameter.Name, parameter.Text);
        return run;
    }

    /// <summary>Puts the executed notebook beside the record and ends the run as the notebook ended.</summary>
    public static void End(Experiment run, RunResult result)
    {
        result.Document?.Write(Path.Combine(run.Folder, Path.GetFileName(result.Path)));
        if (result.Outcome == RunOutcome.Cancelled)
            run.Cancel();
        else if (result.Outcome == RunOutcome.Ok)
            run.Finish();
        else
            run.Fail(result.Error ?? RunReport.Words(result));
    }
}
