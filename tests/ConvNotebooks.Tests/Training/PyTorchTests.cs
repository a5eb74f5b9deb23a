using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvNotebooks.Tests.Training;

/// <summary>Outputs and gradients of every kind of layer against PyTorch's autograd on the same numbers.</summary>
public class PyTorchTests
{
    /// <summary>A network, and PyTorch's words for it: x is the minibatch, p the parameters in order.</summary>
    private static readonly (string Notation, string Expression)[] Cases =
    [
        ("INPUT 9x7x3 -> CONV 5 3x3 p1", "F.conv2d(x, p[0], p[1].view(-1), padding=1)"),
        ("INPUT 10x8x4 -> CONV 6 3x2 s2x1 p1:0x0:1 g2 nobias", "F.conv2d(F.pad(x, (1, 0, 0, 1)), p[0], stride=(1, 2), groups=2)"),
        ("INPUT 9x9x2 -> CONV 3 3x3 d2 p2", "F.conv2d(x, p[0], p[1].view(-1), padding=2, dilation=2)"),
        ("INPUT 8x8x3 -> CONV 2 3x3 s3 crop", "F.conv2d(x, p[0], p[1].view(-1), stride=3)"),
        ("INPUT 6x6x4 -> CONV 4 3x3 p1 g4", "F.conv2d(x, p[0], p[1].view(-1), padding=1, groups=4)"),
        ("INPUT 6x5x2 -> LOCAL 3 3x3 p1", "(F.unfold(x, 3, padding=1).view(N, 1, 18, 5, 6) * p[0]).sum(2) + p[1]"),
        ("INPUT 7x7x2 -> POOL 3 s2", "F.max_pool2d(x, 3, 2)"),
        ("INPUT 7x7x2 -> POOL 3 s2 p1", "F.max_pool2d(x, 3, 2, 1)"),
        ("INPUT 6x6x3 -> AVGPOOL 3 s1 p1", "F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)"),
        ("INPUT 7x7x3 -> AVGPOOL 3 s2 p1 withpad", "F.avg_pool2d(x, 3, 2, 1)"),
        ("INPUT 6x6x3 -> L2POOL 2", "F.avg_pool2d(x * x, 2).mul(4).sqrt()"),
        ("INPUT 5x4x3 -> RELU", "F.relu(x)"),
        ("INPUT 5x4x3 -> FC 7", "F.linear(x.flatten(1), p[0].flatten(1), p[1].view(-1)).view(N, 7, 1, 1)"),
        ("INPUT 5x4x3 -> LEAKY 0.2", "F.leaky_relu(x, 0.2)"),
        ("INPUT 5x7x4 -> BN", "F.batch_norm(x, None, None, p[0].view(-1), p[1].view(-1), training=True)"),
        ("INPUT 5x3x4 -> GAP", "x.mean((2, 3), keepdim=True)"),
        ("INPUT 5x3x8 -> LRN 5 a2 b0.75 k1", "F.local_response_norm(x, 5, alpha=2, beta=0.75, k=1)"),
        ("INPUT 3x3x7 -> LRN 4 a1 b0.5 k2", "F.local_response_norm(x, 4, alpha=1, beta=0.5, k=2)"),
        ("INPUT 6x6x3 -> ADD( CONV 3 3x3 p1 | ) -> RELU", "F.relu(x + F.conv2d(x, p[0], p[1].view(-1), padding=1))"),
        ("INPUT 8x6x3 -> ADD( CONV 4 3x3 s2 p1 floor nobias -> BN -> RELU -> CONV 5 3x3 p1 nobias -> BN | CONV 5 1x1 s2 floor nobias -> BN ) -> RELU",
            "F.relu(bn(F.conv2d(F.relu(bn(F.conv2d(x, p[0], stride=2, padding=1), p[1], p[2])), p[3], padding=1), p[4], p[5])"
            + " + bn(F.conv2d(x, p[6], stride=2), p[7], p[8]))"),
        ("INPUT 6x6x8 -> CONV 16 1x1 -> RELU -> CONCAT( CONV 16 1x1 -> RELU | CONV 4 1x1 -> RELU -> CONV 16 3x3 p1 -> RELU | POOL 3 s1 p1 -> CONV 5 1x1 | ) -> CONV 3 1x1",
            "F.conv2d((lambda v: torch.cat([F.relu(F.conv2d(v, p[2], p[3].view(-1))), F.relu(F.conv2d(F.relu(F.conv2d(v, p[4], p[5].view(-1))), p[6], "
            + "p[7].view(-1), padding=1)), F.conv2d(F.max_pool2d(v, 3, 1, 1), p[8], p[9].view(-1)), v], 1))(F.relu(F.conv2d(x, p[0], p[1].view(-1)))), p[10], p[11].view(-1))"),
        ("INPUT 3x2x5 -> SOFTMAX", "F.softmax(x, 1)"),
        ("INPUT 8x8x3 -> CONV 6 3x3 p1 -> RELU -> POOL 2 -> FC 5",
            "F.linear(F.max_pool2d(F.relu(F.conv2d(x, p[0], p[1].view(-1), padding=1)), 2).flatten(1), p[2].flatten(1), p[3].view(-1)).view(N, 5, 1, 1)"),
    ];

    private const string Script = """
        import sys, struct, torch
        import torch.nn.functional as F
        torch.set_num_threads(1)
        def read(stream):
            shape = struct.unpack('4i', stream.read(16))
            count = shape[0] * shape[1] * shape[2] * shape[3]
            return torch.frombuffer(bytearray(stream.read(4 * count)), dtype=torch.float32).view(shape).double().requires_grad_()
        def bn(x, scale, shift):
            return F.batch_norm(x, None, None, scale.view(-1), shift.view(-1), training=True)
        def write(stream, tensor):
            stream.write(tensor.detach().float().contiguous().numpy().tobytes())
        for number, expression in enumerate(sys.argv[2:]):
            with open(f'{sys.argv[1]}/{number}.in', 'rb') as stream:
                parameters = struct.unpack('i', stream.read(4))[0]
                x, dy = read(stream), read(stream)
                p = [read(stream) for _ in range(parameters)]
            N = x.shape[0]
            y = eval(expression)
            y.backward(dy)
            with open(f'{sys.argv[1]}/{number}.out', 'wb') as stream:
                write(stream, y)
                for tensor in [x, *p]:
                    write(stream, tensor.grad)
        """;

    [PyTorchFact]
    public void Outputs_and_gradients_are_those_of_PyTorch()
    {
        using var folder = new TemporaryFolder();
        var passes = Cases.Select((c, i) => Run(c.Notation, folder.File($"{i}.in"))).ToArray();
        using var process = Process.Start(new ProcessStartInfo(PyTorchFactAttribute.Python, ["-c", Script, folder.Path, .. Cases.Select(c => c.Expression)])
        {
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);

        for (var i = 0; i < Cases.Length; i++)
        {
            ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File($"{i}.out")));
            foreach (var (name, actual) in passes[i].Learned.Select(t => (t.Name, t.Gradient)).Prepend(("input", passes[i].InputGradient!)).Prepend(("output", passes[i].Output)))
            {
                Close(expected[..actual.Values.Length], actual.Values, $"{Cases[i].Notation}: {name}");
                expected = expected[actual.Values.Length..];
            }

            Assert.Equal(0, expected.Length);
        }
    }

    /// <summary>Runs a pass on random numbers, and leaves them for PyTorch in a file.</summary>
    private static TrainingPass Run(string notation, string file)
    {
        var pass = new TrainingPass(Network.Parse(notation), images: 3, inputGradient: true);
        var random = new SeededRandom(17);
        var images = random.Gaussian(pass.InputShape);
        foreach (var tensor in pass.Learned)
            random.Gaussian(tensor.Value.Shape).Values.CopyTo(tensor.Value.Edit());
        pass.Forward(images);
        random.Gaussian(pass.Output.Shape).Values.CopyTo(pass.OutputGradient.Edit());
        pass.Backward();

        using var writer = new BinaryWriter(File.Create(file));
        writer.Write(pass.Learned.Count);
        foreach (var tensor in pass.Learned.Select(t => t.Value).Prepend(pass.OutputGradient).Prepend(images))
        {
            foreach (var axis in new[] { tensor.Shape.N, tensor.Shape.C, tensor.Shape.H, tensor.Shape.W })
                writer.Write(axis);
            writer.Write(MemoryMarshal.AsBytes(tensor.Values));
        }

        return pass;
    }

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0f;
        foreach (var value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-5f * largest, $"{what} at {i}: {actual[i]}, PyTorch has {expected[i]}.");
    }
}
