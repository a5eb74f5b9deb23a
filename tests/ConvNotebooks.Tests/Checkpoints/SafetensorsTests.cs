using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ConvNotebooks.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, Tensor> tensors = new()
    {
        ["fc1.biases"] = Tensor.Linspace(new TensorShape(1, 3, 1, 1), -1, 1),
        ["conv1.weights"] = new SeededRandom(2).Gaussian(new TensorShape(2, 3, 5, 5)),
        ["Ünïcode \"name\""] = new Tensor(new TensorShape(1, 1, 1, 4), [float.NaN, float.PositiveInfinity, -0f, float.Epsilon]),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_to_the_bit()
    {
        var path = folder.File("a.safetensors");
        Safetensors.Write(path, tensors, new Dictionary<string, string> { ["network"] = "INPUT 8x8x1 -> FC 3" });
        var read = Safetensors.Read(path);
        Assert.Equal(["conv1.weights", "fc1.biases", "Ünïcode \"name\""], read.Tensors.Keys);
        Assert.All(tensors, tensor => Assert.Equal((tensor.Value.Shape, tensor.Value.Hash()), (read.Tensors[tensor.Key].Shape, read.Tensors[tensor.Key].Hash())));
        Assert.Equal("INPUT 8x8x1 -> FC 3", read.Metadata["network"]);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_layout_is_the_published_one()
    {
        Safetensors.Write(folder.File("a"), new Dictionary<string, Tensor> { ["b"] = Tensor.Linspace(new TensorShape(1, 1, 1, 2), 1, 2), ["a"] = new(1, 1, 1, 1) });
        var bytes = File.ReadAllBytes(folder.File("a"));
        var header = Encoding.UTF8.GetString(bytes, 8, bytes.Length - 8 - 12);
        Assert.Equal("""{"a":{"dtype":"F32","shape":[1,1,1,1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1,1,1,2],"data_offsets":[4,12]}}""", header.TrimEnd(' '));
        Assert.Equal(0, header.Length % 8);
        Assert.Equal((ulong)header.Length, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Assert.Equal([0, 1, 2], MemoryMarshal.Cast<byte, float>(bytes.AsSpan()[^12..]).ToArray());
    }

    /// <summary>NumPy reads the file by the published layout: json for the header, frombuffer for the values.</summary>
    [PythonFact("numpy")]
    public void Python_reads_it()
    {
        tensors.Remove("Ünïcode \"name\"");
        Safetensors.Write(folder.File("a"), tensors, new Dictionary<string, string> { ["from"] = "C#" });
        Assert.Equal($"C# conv1.weights (2, 3, 5, 5) {tensors["conv1.weights"].Hash()} fc1.biases (1, 3, 1, 1) {tensors["fc1.biases"].Hash()}", Python.Ask($"""
            import hashlib, json, struct, numpy as np
            data = open("{folder.File("a")}", "rb").read()
            length, = struct.unpack("<Q", data[:8])
            header = json.loads(data[8:8 + length])
            print(header.pop("__metadata__")["from"], end="")
            for name, t in sorted(header.items()):
                begin, end = t["data_offsets"]
                array = np.frombuffer(data[8 + length + begin:8 + length + end], "<f4").reshape(t["shape"])
                print("", name, array.shape, hashlib.sha256(array.tobytes()).hexdigest(), end="")
            """));
    }

    [Theory]
    [InlineData("[]", 1, 1, 1, 1)]
    [InlineData("[6]", 1, 6, 1, 1)]
    [InlineData("[2,3]", 2, 3, 1, 1)]
    [InlineData("[1,2,3]", 1, 2, 3, 1)]
    [InlineData("[1,1,2,3]", 1, 1, 2, 3)]
    public void Fewer_axes_are_filled_up(string axes, int n, int c, int h, int w)
    {
        var count = n * c * h * w;
        var read = Safetensors.Read(Write($$$"""{"a":{"dtype":"F32","shape":{{{axes}}},"data_offsets":[0,{{{4 * count}}}]}}""", 4 * count));
        Assert.Equal(new TensorShape(n, c, h, w), read.Tensors["a"].Shape);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", "has the type 'F16', F32 was needed, for 'a'")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "has the type none, F32 was needed, for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "gives bytes 0 to 8 of the 4 that are there for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "gives bytes 4 to 0 of the 4 that are there for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "gives bytes -4 to 0 of the 4 that are there for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "gives 4 bytes to 2 values for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "has an axis of 0, 1 to 2,147,483,647 was needed, for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "has an axis of -1, 1 to 2,147,483,647 was needed, for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""",
        "gives 4 bytes to 21,267,647,892,944,572,736,998,860,269,687,930,881 values for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}}""", "has no shape of at most 4 numbers for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,4]}}""", "has shape that are no whole numbers for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}""", "has a header that is not JSON of its format (")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", "has a header that is not JSON of its format (")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "has no data_offsets of 2 numbers for 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "names 'a' twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "has values that belong to two tensors before 'b'")]
    [InlineData("""{"__metadata__":{"a":"b"}}""", "has 4 bytes of values, and its tensors take 0")]
    [InlineData("""{"__metadata__":{"a":null},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "has no text for 'a'")]
    [InlineData("""{"__metadata__":{"a":7},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "has a header that is not JSON of its format (")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "has a header that is not JSON of its format (")]
    [InlineData("""{"a":7}""", "has a header that is not JSON of its format (")]
    [InlineData("""[1]""", "has a header that is not JSON of its format (")]
    [InlineData("""{"a":{"b":{"c":{"d":{"e":1}}}}}""", "has a header that is not JSON of its format (")]
    [InlineData("", "has a header that is not JSON of its format (")]
    public void A_header_that_lies_is_refused(string header, string problem)
    {
        var message = Assert.Throws<CheckpointException>(() => Safetensors.Read(Write(header, 4))).Message;
        Assert.StartsWith($"Safetensors: 'a.safetensors' {problem}", message, StringComparison.Ordinal);
        Assert.EndsWith(". Save or copy it again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_is_refused() => Assert.Contains("has values that belong to no tensor before 'a'", Assert.Throws<CheckpointException>(() =>
        Safetensors.Read(Write("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(ulong.MaxValue, "announces a header of 18,446,744,073,709,551,615 bytes, and 58 are possible")]
    [InlineData(1UL << 62, "announces a header of 4,611,686,018,427,387,904 bytes, and 58 are possible")]
    public void A_huge_header_is_not_allocated(ulong length, string problem)
    {
        var path = Write("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4);
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(path, bytes);
        Assert.Equal($"Safetensors: 'a.safetensors' {problem}. Save or copy it again.", Assert.Throws<CheckpointException>(() => Safetensors.Read(path)).Message);
    }

    [Fact]
    public void A_file_of_a_few_bytes_is_refused() => Assert.Equal(
        "Safetensors: 'a' is 3 bytes long, and the length of its header takes 8. Save or copy it again.",
        Assert.Throws<CheckpointException>(() => Safetensors.Read(folder.Write("a", 1, 2, 3))).Message);

    [Fact]
    public void A_long_name_is_cut_in_the_error() => Assert.InRange(Assert.Throws<CheckpointException>(() =>
        Safetensors.Read(Write($$$"""{"{{{new string('x', 100_000)}}}":{"dtype":"F32","shape":[9],"data_offsets":[0,4]}}""", 4))).Message.Length, 100, 300);

    /// <summary>
    /// 4,000 damaged files: each is read or refused with a CheckpointException, and none takes more memory than a small
    /// multiple of its length.
    /// </summary>
    [Fact]
    public void Damaged_files_neither_crash_nor_take_memory()
    {
        Safetensors.Write(folder.File("a"), tensors, new Dictionary<string, string> { ["network"] = "INPUT 8x8x1 -> FC 3" });
        var sound = File.ReadAllBytes(folder.File("a"));
        var headerEnd = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(sound);
        var refused = 0;
        const int seed = 20;
        var random = new Random(seed);
        for (var round = 0; round < 4000; round++)
        {
            var damaged = sound.ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                // Mostly in the header, with digits and punctuation that keep it JSON.
                var at = random.Next(Math.Min(damaged.Count, random.Next(10) == 0 ? sound.Length : headerEnd));
                switch (random.Next(5))
                {
                    case 0:
                        damaged[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        damaged.RemoveRange(at, Math.Min(random.Next(1, 20), damaged.Count - at));
                        break;
                    case 2:
                        damaged.InsertRange(at, damaged.Skip(random.Next(damaged.Count)).Take(random.Next(1, 20)).ToArray());
                        break;
                    case 3:
                        damaged.RemoveRange(at, damaged.Count - at);
                        break;
                    default:
                        damaged[at] = (byte)"0123456789-,:{}[]\""[random.Next(18)];
                        break;
                }

                if (damaged.Count == 0)
                    break;
            }

            var file = new MemoryStream([.. damaged]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Safetensors.Read(file, "damaged");
            }
            catch (CheckpointException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000, $"seed {seed}, round {round}: too much memory");
        }

        Assert.InRange(refused, 3000, 3999);
    }

    [Fact]
    public void A_tensor_may_not_be_named_as_the_texts_are() => Assert.StartsWith("Safetensors: a tensor is named __metadata__",
        Assert.Throws<ArgumentException>(() => Safetensors.Write(folder.File("a"), new Dictionary<string, Tensor> { ["__metadata__"] = new(1, 1, 1, 1) })).Message,
        StringComparison.Ordinal);

    private string Write(string header, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return folder.Write("a.safetensors", [.. length, .. text, .. new byte[dataBytes]]);
    }
}
