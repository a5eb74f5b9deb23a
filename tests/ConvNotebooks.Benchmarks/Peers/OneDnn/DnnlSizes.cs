namespace ConvNotebooks.Benchmarks;

/// <summary>A case in oneDNN's terms: sizes, strides and padding as 64-bit numbers, and the descriptions made from them.</summary>
internal sealed unsafe class DnnlSizes
{
    private readonly long[] strides, dilations, padBefore, padAfter, filters;

    public DnnlSizes(ConvCase c)
    {
        var (s, p) = (c.Shape, c.Problem);
        Input = [p.Batch, p.Channels, p.Height, p.Width];
        Output = [p.Batch, p.Filters, p.OutHeight, p.OutWidth];
        filters = p.Groups == 1
            ? [p.Filters, p.Channels, p.FilterHeight, p.FilterWidth]
            : [p.Groups, p.GroupFilters, p.GroupChannels, p.FilterHeight, p.FilterWidth];
        strides = [s.Stride, s.Stride];
        dilations = [s.Dilation - 1, s.Dilation - 1];
        padBefore = [s.Pad, s.Pad];
        padAfter = [After(p.OutHeight, p.Height, p.FilterHeight, s), After(p.OutWidth, p.Width, p.FilterWidth, s)];
    }

    public long[] Input { get; }

    public long[] Output { get; }

    public byte[] PlainFilters => DnnlMemory.Describe(filters.Length == 5 ? Dnnl.Goihw : Dnnl.Nchw, filters);

    /// <summary>Asks the library for its implementation of a pass, every layout left to it.</summary>
    public nint Description(nint engine, Pass pass)
    {
        if (pass == Pass.Forward)
            return Create(engine, pass, Dnnl.ForwardInference, 0);
        var forward = Create(engine, Pass.Forward, Dnnl.ForwardTraining, 0);
        var gradient = Create(engine, pass, 0, forward);
        _ = Dnnl.DestroyDescription(forward);
        return gradient;
    }

    private nint Create(nint engine, Pass pass, int kind, nint forward)
    {
        var operation = new byte[Dnnl.ConvolutionDescriptorBytes];
        fixed (byte* o = operation, x = DnnlMemory.Describe(Dnnl.AnyLayout, Input), y = DnnlMemory.Describe(Dnnl.AnyLayout, Output),
            w = DnnlMemory.Describe(Dnnl.AnyLayout, filters), b = DnnlMemory.Describe(Dnnl.A, Output[1]))
        fixed (long* s = strides, d = dilations, before = padBefore, after = padAfter)
        {
            Dnnl.Check(pass switch
            {
                Pass.Forward => Dnnl.DescribeForward(o, kind, Dnnl.Direct, x, w, b, y, s, d, before, after),
                Pass.InputGradient => Dnnl.DescribeInputGradient(o, Dnnl.Direct, x, w, y, s, d, before, after),
                _ => Dnnl.DescribeFilterGradient(o, Dnnl.Direct, x, w, null, y, s, d, before, after),
            }, "describing a convolution");
            Dnnl.Check(Dnnl.CreateDescription(out var description, o, 0, engine, forward), "choosing an implementation");
            return description;
        }
    }

    // Padding that ends at the last tap of the last window, as the output's size implies.
    private static long After(int output, int input, int filter, ConvShape s) =>
        Math.Max(0, (output - 1) * s.Stride + (filter - 1) * s.Dilation + 1 - input - s.Pad);
}
