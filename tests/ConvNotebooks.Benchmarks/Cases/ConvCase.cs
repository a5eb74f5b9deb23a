using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>One measurement: a shape with its minibatch, the pass, the threads, and the numbers that every contestant gets.</summary>
internal sealed class ConvCase
{
    public ConvCase(ConvShape shape, int batch, Pass pass, int threads)
    {
        (Shape, Problem, Pass, Threads) = (shape, shape.Problem(batch), pass, threads);
        var p = Problem;
        if (Math.Max((long)batch * p.Channels * p.Plane, (long)batch * p.Filters * p.OutPlane) > Array.MaxLength)
            throw new UsageException($"conv: {shape} at batch {batch} has more than {Array.MaxLength} values. Give a smaller --batch.");
        Input = pass == Pass.InputGradient ? [] : Numbers.Of(Numbers.Input, p.InputLength);
        Filters = pass == Pass.FilterGradient ? [] : Numbers.Of(Numbers.Filters, p.FilterLength);
        Biases = pass == Pass.Forward ? Numbers.Of(Numbers.Biases, p.Filters) : [];
        OutputGradient = pass == Pass.Forward ? [] : Numbers.Of(Numbers.OutputGradient, p.OutputLength);
    }

    public ConvShape Shape { get; }

    public ConvProblem Problem { get; }

    public Pass Pass { get; }

    public int Threads { get; }

    public float[] Input { get; }

    public float[] Filters { get; }

    public float[] Biases { get; }

    public float[] OutputGradient { get; }

    /// <summary>Values that the pass computes.</summary>
    public int ResultLength => Pass switch
    {
        Pass.Forward => Problem.OutputLength,
        Pass.InputGradient => Problem.InputLength,
        _ => Problem.FilterLength,
    };

    /// <summary>Bytes that have to be moved at least once: of the input, the filters and the output, or of their gradients.</summary>
    public long Bytes => sizeof(float) * ((long)Problem.InputLength + Problem.FilterLength + Problem.OutputLength);

    /// <summary>Floating-point operations of the pass, two a multiply-add, padding taps counted.</summary>
    public double Flops => 2.0 * Problem.MultiplyAdds;
}
