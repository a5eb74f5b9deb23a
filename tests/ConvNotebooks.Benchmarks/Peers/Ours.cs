using System.Diagnostics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>The library itself.</summary>
internal sealed class Ours : IPeer
{
    public string Name => "ours";

    public string? Version => typeof(Compute).Assembly.GetName().Version?.ToString();

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        if (c.Pass != Pass.Forward)
            yield break;
        yield return new Tensors(c);
        if (Conv2dAlgorithms.Blocked(c.Problem))
            yield return new Blocked(c);
    }

    public void Dispose()
    {
    }

    /// <summary>N C H W in and out, as a layer calls it.</summary>
    private sealed class Tensors(ConvCase c) : IContestant
    {
        private readonly PackedFilters? packed = Conv2dAlgorithms.Pack(c.Problem, c.Filters);
        private readonly float[] output = new float[c.Problem.OutputLength];

        public string Name => "ours";

        public bool InNetwork => false;

        public double Run(int times)
        {
            Compute.Threads = c.Threads;
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
                Conv2dAlgorithms.Forward(c.Problem, c.Input, c.Filters, packed, c.Biases, output);
            return clock.Elapsed.TotalSeconds;
        }

        public float[]? Result() => output;

        public void Dispose()
        {
        }
    }

    /// <summary>Blocked activations in and out, as between the layers of a network.</summary>
    private sealed unsafe class Blocked : IContestant
    {
        private readonly ConvCase c;
        private readonly PackedFilters packed;
        private readonly AlignedFloats input, output;

        public Blocked(ConvCase c)
        {
            this.c = c;
            packed = new PackedFilters(c.Problem, c.Filters);
            input = new(BlockedActivations.Length(c.Problem.Batch, c.Problem.Channels, c.Problem.Plane));
            output = new(BlockedActivations.Length(c.Problem.Batch, c.Problem.Filters, c.Problem.OutPlane));
            fixed (float* x = c.Input)
                BlockedActivations.FromTensor(c.Problem.Batch, c.Problem.Channels, c.Problem.Plane, x, input.Pointer);
        }

        public string Name => "ours";

        public bool InNetwork => true;

        public double Run(int times)
        {
            Compute.Threads = c.Threads;
            fixed (float* bias = c.Biases)
            {
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < times; i++)
                {
                    Lanes.Start(new Conv2dDirect(c.Problem, input.Pointer, ActivationLayout.Nchw16c, packed, bias, output.Pointer,
                        ActivationLayout.Nchw16c));
                }

                return clock.Elapsed.TotalSeconds;
            }
        }

        public float[]? Result()
        {
            var result = new float[c.Problem.OutputLength];
            fixed (float* y = result)
                BlockedActivations.ToTensor(c.Problem.Batch, c.Problem.Filters, c.Problem.OutPlane, output.Pointer, y);
            return result;
        }

        public void Dispose()
        {
            GC.KeepAlive(input);
            GC.KeepAlive(output);
        }
    }
}
