using System.Diagnostics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Activations and their gradients as between the layers of a network: blocked (nChw16c) in and out. A first layer, of a few
/// channels, reads its images as they are.
/// </summary>
internal sealed unsafe class OursInNetwork : IContestant
{
    private readonly ConvCase c;
    private readonly PackedFilters? packed;
    private readonly ActivationLayout inputLayout;
    private readonly AlignedFloats input, output;
    private readonly float[] filters;

    public OursInNetwork(ConvCase c)
    {
        this.c = c;
        var p = c.Problem;
        packed = c.Pass switch
        {
            Pass.Forward => new(p, c.Filters),
            Pass.InputGradient => PackedFilters.ForInputGradient(p, c.Filters),
            _ => null,
        };
        filters = new float[c.Pass == Pass.FilterGradient ? p.FilterLength : 0];
        output = new(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane));
        inputLayout = p.Channels < PackedFilters.Block && c.Pass != Pass.InputGradient ? ActivationLayout.Nchw : ActivationLayout.Nchw16c;
        input = new(inputLayout == ActivationLayout.Nchw ? p.InputLength : BlockedActivations.Length(p.Batch, p.Channels, p.Plane));
        fixed (float* x = c.Input, dy = c.OutputGradient)
        {
            if (inputLayout == ActivationLayout.Nchw)
                c.Input.CopyTo(new Span<float>(input.Pointer, p.InputLength));
            else if (c.Pass != Pass.InputGradient)
                BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, x, input.Pointer);
            if (c.Pass != Pass.Forward)
                BlockedActivations.FromTensor(p.Batch, p.Filters, p.OutPlane, dy, output.Pointer);
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
        fixed (float* bias = c.Biases, dw = filters)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
                Call(bias, dw);
            return clock.Elapsed.TotalSeconds;
        }
    }

    public float[] Values(int[] places)
    {
        if (c.Pass == Pass.FilterGradient)
            return Array.ConvertAll(places, i => filters[i]);
        var p = c.Problem;
        var values = new float[c.ResultLength];
        fixed (float* tensor = values)
        {
            if (c.Pass == Pass.Forward)
                BlockedActivations.ToTensor(p.Batch, p.Filters, p.OutPlane, output.Pointer, tensor);
            else
                BlockedActivations.ToTensor(p.Batch, p.Channels, p.Plane, input.Pointer, tensor);
        }

        return Array.ConvertAll(places, i => values[i]);
    }

    public void Dispose()
    {
        GC.KeepAlive(input);
        GC.KeepAlive(output);
    }

    private void Call(float* bias, float* dw)
    {
        const ActivationLayout Blocked = ActivationLayout.Nchw16c;
        switch (c.Pass)
        {
            case Pass.Forward:
                Lanes.Start(new Conv2dDirect(c.Problem, input.Pointer, inputLayout, packed!, bias, output.Pointer, Blocked));
                break;
            case Pass.InputGradient:
                Conv2dGradientAlgorithms.Input(c.Problem, output.Pointer, Blocked, packed!, input.Pointer, Blocked);
                break;
            default:
                Lanes.Start(new Conv2dFilterGradient(c.Problem, input.Pointer, inputLayout, output.Pointer, Blocked, dw, null));
                break;
        }
    }
}
