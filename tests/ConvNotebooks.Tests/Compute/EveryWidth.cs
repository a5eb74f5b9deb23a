namespace ConvNotebooks.Tests;

/// <summary>Holds operations to their references on random problems, at every vector width and on several threads.</summary>
internal static class EveryWidth
{
    /// <summary>Every operation, with bits of a vector and threads.</summary>
    public static TheoryData<string, int, int> Cases(IEnumerable<string> operations)
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var operation in operations)
            foreach (var (bits, threads) in new[] { (512, 1), (512, 2), (512, 3), (256, 1), (256, 3), (128, 1), (128, 2), (0, 1), (0, 2) })
                cases.Add(operation, bits, threads);
        return cases;
    }

    /// <summary>Runs an operation, which compares, on some dozen problems; in every third there are numbers that are no numbers.</summary>
    public static void Check(Action<RandomProblems, bool> operation, int bits, int threads)
    {
        // A width that the machine lacks is emulated, slowly.
        var problems = bits <= Compute.VectorBits ? 60 : 4;
        using var _ = ComputeSettings.Use(bits, threads);
        for (var seed = 0; seed < problems; seed++)
        {
            try
            {
                operation(new RandomProblems(1000 * threads + bits + seed), seed % 3 == 2);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                Assert.Fail($"seed {1000 * threads + bits + seed}: {e.Message}");
            }
        }
    }

    /// <summary>Whether both write the same bits over whatever was there.</summary>
    public static void Same(int length, RandomProblems random, object problem, Action<float[]> reference, Action<float[]> fast)
    {
        float[] expected = random.Floats(length, true), actual = random.Floats(length, true);
        reference(expected);
        fast(actual);
        Bits.Same(expected, actual, problem);
    }
}
