using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>Which of a convolution's three computations is measured.</summary>
internal enum Pass
{
    Forward,
    InputGradient,
    FilterGradient,
}

/// <summary>One measurement's problem and its numbers, the same for every contestant.</summary>
internal sealed class ConvCase
{
    public ConvCase(string name, ConvProblem problem, Pass pass, int threads)
    {
        (Name, Problem, Pass, Threads) = (name, problem, pass, threads);
        var random = new Random(231);
        Input = Floats(problem.InputLength);
        Filters = Floats(problem.FilterLength);
        Biases = Floats(problem.Filters);
        OutputGradient = pass == Pass.Forward ? [] : Floats(problem.OutputLength);

        float[] Floats(int length)
        {
            var values = new float[length];
            for (var i = 0; i < length; i++)
                values[i] = random.NextSingle() - 0.5f;
            return values;
        }
    }

    public string Name { get; }

    public ConvProblem Problem { get; }

    public Pass Pass { get; }

    public int Threads { get; }

    public float[] Input { get; }

    public float[] Filters { get; }

    public float[] Biases { get; }

    public float[] OutputGradient { get; }

    public int ResultLength => Pass switch
    {
        Pass.Forward => Problem.OutputLength,
        Pass.InputGradient => Problem.InputLength,
        _ => Problem.FilterLength,
    };

    public double Flops => 2.0 * Problem.MultiplyAdds;
}
