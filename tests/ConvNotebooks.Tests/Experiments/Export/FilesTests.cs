using System.Globalization;
using System.Text.Json;

namespace ConvNotebooks.Tests.Experiments.Export;

[Collection(OpenExperiments.Name)]
public sealed class FilesTests
{
    [Fact]
    public void A_finished_run_holds_what_DVC_reads()
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder);

        using var metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "metrics.json")));
        Assert.Equal(run.Record.Results["validation/accuracy"], metrics.RootElement.GetProperty("validation").GetProperty("accuracy").GetDouble());
        Assert.Equal(run.Record.Results["loss"], metrics.RootElement.GetProperty("loss").GetDouble());

        var yaml = File.ReadAllLines(Path.Combine(run.Folder, "dvc.yaml"));
        Assert.Equal(["metrics:", "- metrics.json", "plots:"], yaml[..3]);
        foreach (var line in yaml[3..].Where(l => l.StartsWith('-')))
            Assert.True(File.Exists(Path.Combine(run.Folder, line[2..^1])), line);
        Assert.Contains("- plots/step/loss.tsv:", yaml);

        var table = File.ReadAllLines(Path.Combine(run.Folder, "plots/validation/loss.tsv"));
        Assert.Equal(run.Series("validation/loss").Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Step}\t{p.Value}")).Prepend("step\tloss"), table);
    }

    [Fact]
    public void Csv_has_every_number()
    {
        using var folder = new TemporaryFolder();
        using var experiment = Experiment.Start("csv", options: Samples.In(folder));
        experiment.Metric("a, \"b\"", 0.1, 3).Metric("c", double.NaN).Finish();
        RunExport.Csv(Run.Open(experiment.Folder), folder.File("x.csv"));
        Assert.Equal("step,epoch,name,value\n3,,\"a, \"\"b\"\"\",0.1\n,,c,NaN\n", File.ReadAllText(folder.File("x.csv")));
    }
}
