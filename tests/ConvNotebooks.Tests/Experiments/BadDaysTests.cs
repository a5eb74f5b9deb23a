using System.Text;

namespace ConvNotebooks.Tests.Experiments;

/// <summary>Full disks, cut lines, edited files: a clear message, nothing lost.</summary>
[Collection(OpenExperiments.Name)]
public sealed class BadDaysTests
{
    [Fact]
    public void A_log_cut_at_any_byte_loses_at_most_the_line_that_was_being_written()
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder, weights: WeightFiles.None);
        var path = Path.Combine(run.Folder, "metrics.jsonl");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            var read = Run.Open(run.Folder);
            var lines = whole.AsSpan(0, length).Count((byte)'\n');
            Assert.InRange(read.Events.Count, lines, lines + 1);
            Assert.Equal(run.Events.Take(read.Events.Count).Select(e => e.Kind), read.Events.Select(e => e.Kind));
            if (read.Problems.Count > 0)
                Assert.Equal($"Run: the last line of '{path}' ({lines + 1}) was cut off while it was written, and is left out.", read.Problems.Single());
        }
    }

    [Fact]
    public void What_a_full_disk_refuses_waits_and_is_written_when_there_is_space()
    {
        var disk = new SmallDisk { Space = 300 };
        using var log = new EventLog(disk);
        var kept = 0;
        for (var step = 1; step <= 20; step++)
        {
            log.Write("step", step, step, 1, [("loss", 1.0 / step)]);
            Assert.True(disk.Length == 0 || disk.ToArray()[^1] == (byte)'\n', "a part of a line is left");
            kept = disk.ToArray().Count(b => b == '\n');
            Assert.Equal(step, kept + log.Waiting);
        }

        Assert.True(kept is > 0 and < 20);
        Assert.Equal("No space left on device", log.Problem!.Message);
        disk.Space = 1_000_000;
        log.Write("step", 21, 21, 1, [("loss", 0)]);
        Assert.Null(log.Problem);
        Assert.Equal(Enumerable.Range(1, 21).Select(s => (long?)s),
            Encoding.UTF8.GetString(disk.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => RunEvent.Read(Encoding.UTF8.GetBytes(l))!.Step));
    }

    [Fact]
    public void Files_that_cannot_be_written_wait_and_the_message_says_so()
    {
        using var folder = new TemporaryFolder();
        var run = Experiment.Start("full", options: Samples.In(folder));
        // A file where a folder is needed: what root, who may write anywhere, cannot write either.
        File.WriteAllText(Path.Combine(run.Folder, "figures"), "");
        run.Figure("a", Samples.Png).Metric("x", 1);
        Assert.Matches(@"^Experiment: '.*full' cannot be written \(.*figures.*\); 0 events and 1 files wait in memory\. Free space or mend its permissions: they are written with the next one\.$", run.Problem);
        Assert.Equal(run.Problem, Assert.Throws<ExperimentException>(run.Finish).Message);

        run = Experiment.Start("mended", options: Samples.In(folder));
        File.WriteAllText(Path.Combine(run.Folder, "figures"), "");
        run.Figure("a", Samples.Png);
        File.Delete(Path.Combine(run.Folder, "figures"));
        run.Result("x", 1).Finish();
        Assert.Equal(["a"], Run.Open(run.Folder).Figures.Keys);
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/dev/null/runs")]
    public void A_folder_that_takes_no_run_is_named(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var e = Assert.Throws<ExperimentException>(() => Experiment.Start("x", options: new() { Folder = folder }));
        Assert.StartsWith($"Experiment: no run can be begun in '{folder}' (", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("). Free space there, mend its permissions, or name another folder.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"schema\": 1,\n  \"name\": \"x\",,\n}", "line 3: ',' is an invalid start of a property name. Expected a '\"'. It may have been edited by hand: mend it there, or take it from a backup or from git; metrics.jsonl is not touched by it.")]
    [InlineData("{\"schema\": 1, \"name\": \"x\"}", "was missing required properties including")]
    [InlineData("{\"schema\": 2}", "has schema 2, and this version of ConvNotebooks reads up to 1. Use the version that wrote it, or a later one.")]
    [InlineData("{\"schema\": 0}", "has schema 0, and schemas count from 1. Mend its run.json.")]
    [InlineData("{\"name\": \"x\"}", "has no schema, a whole number. Name the folder of a run, or mend its run.json.")]
    [InlineData("[]", "has no schema, a whole number. Name the folder of a run, or mend its run.json.")]
    [InlineData("", "line 1: The input does not contain any JSON tokens.")]
    public void A_record_that_cannot_be_read_says_what_and_where(string json, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("run.json", Encoding.UTF8.GetBytes(json));
        var e = Assert.Throws<ExperimentException>(() => Run.Open(folder.Path));
        Assert.StartsWith($"Run: '{folder.File("run.json")}' ", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_cannot_be_read_do_not_hide_the_others()
    {
        using var folder = new TemporaryFolder();
        Samples.Trained(folder, "good");
        folder.Write("bad/run.json", "{"u8.ToArray());
        var problems = new List<string>();
        Assert.Equal(["good"], Run.In(folder.Path, problems).Select(r => r.Name));
        Assert.Contains("bad", problems.Single(), StringComparison.Ordinal);
        Assert.Equal($"Run: there is no folder '{folder.File("none")}'. Name the folder that runs were logged to.",
            Assert.Throws<ExperimentException>(() => Run.In(folder.File("none"))).Message);
    }

    [Fact]
    public void A_line_edited_by_hand_is_named_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder);
        var path = Path.Combine(run.Folder, "metrics.jsonl");
        var lines = File.ReadAllLines(path);
        lines[2] = lines[2].Replace("\"values\"", "values", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);
        var read = Run.Open(run.Folder);
        Assert.Equal(run.Events.Count - 1, read.Events.Count);
        Assert.Equal($"Run: line 3 of '{path}' is no event, and is left out. It may have been edited by hand; take the file from a backup or from git.", read.Problems.Single());
    }

    /// <summary>A disk that takes part of a write before it says that it is full.</summary>
    private sealed class SmallDisk : MemoryStream
    {
        public long Space { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = (int)Math.Min(buffer.Length, Space - Position);
            base.Write(buffer[..fits]);
            if (fits < buffer.Length)
                throw new IOException("No space left on device");
        }
    }
}
