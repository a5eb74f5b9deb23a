using Google.Protobuf;

namespace ConvNotebooks.Tests.Experiments.Export;

[Collection(OpenExperiments.Name)]
public sealed class TensorBoardTests
{
    [Fact]
    public void Castagnolis_check_gives_the_vectors_of_RFC_3720()
    {
        // RFC 3720, appendix B.4.
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
    }

    [Fact]
    public void A_run_is_read_back_by_another_reader_scalars_images_histograms_and_text()
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder);
        RunExport.TensorBoard(run, folder.File("board"));
        var events = Read(Directory.GetFiles(folder.File("board")).Single());

        Assert.Equal("brain.Event:2", events[0].Version);
        var began = (run.Record.Started - DateTimeOffset.UnixEpoch).TotalSeconds;
        Assert.All(events, e => Assert.InRange(e.WallTime, began, began + run.Record.Seconds + 1e-5));
        foreach (var name in run.SeriesNames)
        {
            Assert.Equal(run.Series(name).Select(p => (p.Step, (float)p.Value)),
                events.SelectMany(e => e.Values.Where(v => v.Tag == name).Select(v => (e.Step, v.Scalar!.Value))));
        }

        var image = events.SelectMany(e => e.Values).Single(v => v.Image is not null);
        Assert.Equal(("pixel", 1, 1), (image.Tag, image.Width, image.Height));
        Assert.Equal(Samples.Png, image.Image);

        var text = events.SelectMany(e => e.Values).Single(v => v.Text is not null);
        Assert.Equal(("parameters/text_summary", "text"), (text.Tag, text.Plugin));
        Assert.Contains("| learning rate | 0.01 |\n", text.Text, StringComparison.Ordinal);
        Assert.Contains("| network | INPUT 8x8x1 ->", text.Text, StringComparison.Ordinal);

        var histograms = events.SelectMany(e => e.Values.Where(v => v.Histogram is not null).Select(v => (e.Step, Value: v))).ToArray();
        Assert.Equal(2 * 4, histograms.Length);
        foreach (var (step, value) in histograms)
        {
            var weights = Safetensors.Read(Path.Combine(run.Folder, run.Record.Weights.Single(w => w.Step == step).File!)).Tensors[value.Tag["weights/".Length..]].Values.ToArray();
            var h = value.Histogram!;
            Assert.Equal((weights.Min(), weights.Max(), weights.Length), ((float)h.Min, (float)h.Max, (int)h.Count));
            Assert.Equal(weights.Sum(w => (double)w), h.Sum, 9);
            Assert.Equal(weights.Length, h.Counts.Sum());
            Assert.Equal(h.Counts.Count, h.Limits.Count);
            Assert.True(h.Limits.Zip(h.Limits.Skip(1)).All(p => p.First < p.Second) && h.Limits[^1] == h.Max);
        }
    }

    [Fact]
    public void A_live_event_file_says_the_same_as_the_exported_one()
    {
        using var folder = new TemporaryFolder();
        using var experiment = Experiment.Start("live", 7, Samples.In(folder) with { TensorBoard = true });
        Samples.Trainer(experiment: experiment).Run();
        experiment.Finish();
        var run = Run.Open(experiment.Folder);
        RunExport.TensorBoard(run, folder.File("board"));

        var exported = Scalars(Read(Directory.GetFiles(folder.File("board")).Single()));
        Assert.NotEmpty(exported);
        Assert.Equal(exported, Scalars(Read(Directory.GetFiles(run.Folder, "events.*").Single())));

        static (string, long, float)[] Scalars(List<BoardEvent> events) =>
            [.. events.SelectMany(e => e.Values.Where(v => v.Scalar is not null).Select(v => (v.Tag, e.Step, v.Scalar!.Value)))];
    }

    /// <summary>Reads records and checks their CRCs bit by bit, and the messages with Google's own reader.</summary>
    private static List<BoardEvent> Read(string path)
    {
        var events = new List<BoardEvent>();
        using var file = new BinaryReader(File.OpenRead(path));
        while (file.BaseStream.Position < file.BaseStream.Length)
        {
            var length = file.ReadBytes(8);
            Assert.Equal(Masked(length), file.ReadUInt32());
            var data = file.ReadBytes((int)BitConverter.ToUInt64(length));
            Assert.Equal(Masked(data), file.ReadUInt32());
            events.Add(BoardEvent.Read(new CodedInputStream(data)));
        }

        return events;

        static uint Masked(byte[] bytes)
        {
            var crc = 0xFFFFFFFFu;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++)
                    crc = crc >> 1 ^ (0x82F63B78 & (0 - (crc & 1)));
            }

            crc = ~crc;
            return (crc >> 15 | crc << 17) + 0xA282EAD8;
        }
    }
}
