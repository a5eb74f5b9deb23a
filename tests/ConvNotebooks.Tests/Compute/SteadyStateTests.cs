using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>After their first call the routines allocate nothing, and any number of threads may call them at once.</summary>
[Collection(ComputeSettings.Name)]
public class SteadyStateTests
{
    private static readonly ConvProblem Problem = ConvProblems.Layer(34, 15, 17, 40, size: 3, pad: 1, batch: 2);

    [Theory]
    [InlineData(ConvAlgorithm.Direct)]
    [InlineData(ConvAlgorithm.Winograd)]
    [InlineData(ConvAlgorithm.Im2col)]
    public void A_convolution_and_its_gradients_allocate_nothing(ConvAlgorithm algorithm)
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, 2);
        var numbers = new RandomProblems(1);
        float[] x = numbers.Floats(Problem.InputLength, false), w = numbers.Floats(Problem.FilterLength, false);
        float[] y = numbers.Floats(Problem.OutputLength, false), b = numbers.Floats(Problem.Filters, false);
        var packed = Conv2dAlgorithms.Pack(Problem, w, algorithm);
        var packedBack = Conv2dGradientAlgorithms.PackForInput(Problem, w, algorithm);
        Pass();
        Assert.Equal(0, Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 20; i++)
                Pass();
        }));

        void Pass()
        {
            Conv2dAlgorithms.Forward(Problem, x, w, packed, b, y, algorithm);
            Conv2dGradientAlgorithms.Input(Problem, y, w, packedBack, x, algorithm);
            Conv2dGradientAlgorithms.Filters(Problem, x, y, w, b, algorithm);
        }
    }

    [Theory]
    [InlineData(ConvAlgorithm.Direct)]
    [InlineData(ConvAlgorithm.Winograd)]
    [InlineData(ConvAlgorithm.Im2col)]
    public void Several_threads_share_packed_filters_and_get_the_same_bits(ConvAlgorithm algorithm)
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, 2);
        var numbers = new RandomProblems(2);
        float[] x = numbers.Floats(Problem.InputLength, false), w = numbers.Floats(Problem.FilterLength, false);
        var packed = Conv2dAlgorithms.Pack(Problem, w, algorithm);
        var alone = new float[Problem.OutputLength];
        Conv2dAlgorithms.Forward(Problem, x, w, packed, null, alone, algorithm);

        var results = new float[4][];
        var callers = Enumerable.Range(0, results.Length).Select(i => new Thread(() =>
        {
            var y = new float[Problem.OutputLength];
            for (var round = 0; round < 20; round++)
                Conv2dAlgorithms.Forward(Problem, x, w, packed, null, y, algorithm);
            results[i] = y;
        })).ToArray();
        foreach (var caller in callers)
            caller.Start();
        foreach (var caller in callers)
            caller.Join();
        Assert.All(results, result => Bits.Same(alone, result, algorithm));
    }
}
