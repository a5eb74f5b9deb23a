using System.Diagnostics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Activations as between the layers of a network: blocked (nChw16c) in and out. A first layer, of a few channels, reads its
/// images as they are.
/// </summary>
internal sealed unsafe class OursInNetwork : IContestant
{
    private readonly ConvCase c;
    private readonly PackedFilters packed;
    private readonly ActivationLayout inputLayout;
    private readonly AlignedFloats input, output;

    public OursInNetwork(ConvCase c)
    {
        this.c = c;
        var p = c.Problem;
        packed = new(p, c.Filters);
        output = new(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane));
        inputLayout = p.Channels < PackedFilters.Block ? ActivationLayout.Nchw : ActivationLayout.Nchw16c;
        input = new(inputLayout == ActivationLayout.Nchw ? p.InputLength : BlockedActivations.Length(p.Batch, p.Channels, p.Plane));
        fixed (float* x = c.Input)
        {
            if (inputLayout == ActivationLayout.Nchw)
                c.Input.CopyTo(new Span<float>(input.Pointer, p.InputLength));
            else
                BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, x, input.Pointer);
        }
    }

    public string Name => "ours";

    public bool InNetwork => true;

    public string Algorithm => nameof(ConvAlgorithm.Direct);

    /// <summary>Whether a layer of this shape can have blocked activations.</summary>
    public static bool Takes(in ConvProblem p) => Conv2dAlgorithms.Blocked(p);

    public double Run(int times)
    {
        Compute.Threads = c.Threads;
        fixed (float* bias = c.Biases)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
                Lanes.Start(new Conv2dDirect(c.Problem, input.Pointer, inputLayout, packed, bias, output.Pointer, ActivationLayout.Nchw16c));
            return clock.Elapsed.TotalSeconds;
        }
    }

    public float[] Values(int[] places)
    {
        var y = new float[c.Problem.OutputLength];
        fixed (float* tensor = y)
            BlockedActivations.ToTensor(c.Problem.Batch, c.Problem.Filters, c.Problem.OutPlane, output.Pointer, tensor);
        return Array.ConvertAll(places, i => y[i]);
    }

    public void Dispose()
    {
        GC.KeepAlive(input);
        GC.KeepAlive(output);
    }
}
