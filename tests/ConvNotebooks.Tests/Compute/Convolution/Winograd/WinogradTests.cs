using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>Winograd against the definition in float64: its rounding error is a small multiple of the direct form's.</summary>
[Collection(ComputeSettings.Name)]
public class WinogradTests
{
    [Fact]
    public void Its_error_is_two_to_eight_times_the_direct_one()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new RandomProblems(seed);
            var p = Problem(random);
            float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false), bias = random.Floats(p.Filters, false);
            float[] winograd = new float[p.OutputLength], direct = new float[p.OutputLength];
            var packed = seed % 2 == 0 ? Conv2dAlgorithms.Pack(p, w, ConvAlgorithm.Winograd) : null;
            Conv2dAlgorithms.Forward(p, x, w, packed, bias, winograd, ConvAlgorithm.Winograd);
            Conv2dAlgorithms.Forward(p, x, w, null, bias, direct);
            var ratio = RootMeanSquareError(p, x, w, bias, winograd) / RootMeanSquareError(p, x, w, bias, direct);

            // Below 2 it would hardly be another computation, and this test would prove nothing.
            Assert.True(ratio is > 2 and < 8, $"seed {seed}: {p}: {ratio}");
        }
    }

    [Theory]
    [InlineData(512, 2)]
    [InlineData(256, 1)]
    [InlineData(128, 3)]
    [InlineData(0, 2)]
    public void Its_bits_are_the_same_at_every_width_and_number_of_threads(int bits, int threads)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new RandomProblems(seed);
            var p = Problem(random);
            float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false);
            float[] here = new float[p.OutputLength], there = new float[p.OutputLength];
            using (ComputeSettings.Use(Compute.VectorBits, 1))
                Conv2dAlgorithms.Forward(p, x, w, null, null, here, ConvAlgorithm.Winograd);
            using (ComputeSettings.Use(bits, threads))
                Conv2dAlgorithms.Forward(p, x, w, null, null, there, ConvAlgorithm.Winograd);
            Bits.Same(here, there, p);
        }
    }

    /// <summary>400 tiles go in three runs, of which the last begins before the second ends; the last 125 alone go in one.</summary>
    [Fact]
    public void A_large_plane_goes_in_runs_of_one_length_and_allocates_nothing()
    {
        const int Width = 97, Channels = 33, Filters = 32, Skipped = 44;
        var random = new RandomProblems(9);
        var p = Problem(random) with
        {
            Batch = 1,
            Channels = Channels,
            Height = 61,
            Width = Width,
            Filters = Filters,
            PadTop = 1,
            PadLeft = 1,
            OutHeight = 61,
            OutWidth = Width,
        };
        var below = p with { Height = 61 - Skipped + 1, PadTop = 0, OutHeight = 61 - Skipped };
        float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false);
        float[] y = new float[p.OutputLength], last = new float[below.OutputLength];
        var packed = Conv2dAlgorithms.Pack(p, w, ConvAlgorithm.Winograd);
        Forward();
        Assert.Equal(0, Allocations.InSteadyState(Forward));
        Conv2dAlgorithms.Forward(below, Rows(x, p.Plane, (Skipped - 1) * Width), w, null, null, last, ConvAlgorithm.Winograd);
        Bits.Same(last, Rows(y, p.OutPlane, Skipped * Width), p);

        void Forward() => Conv2dAlgorithms.Forward(p, x, w, packed, null, y, ConvAlgorithm.Winograd);
        static float[] Rows(float[] planes, int plane, int from) => [.. planes.Chunk(plane).SelectMany(c => c[from..])];
    }

    /// <summary>Nine rows of 57 tiles: bands from tensor to tensor give the bits of the whole volume in blocks.</summary>
    [Theory]
    [InlineData(33, 1, 33, 1)]
    [InlineData(33, 1, 33, 3)]
    [InlineData(39, 0, 34, 2)]
    [InlineData(34, 2, 36, 2)]
    public unsafe void Bands_of_a_large_image_have_the_bits_of_the_whole(int height, int pad, int outHeight, int threads)
    {
        var random = new RandomProblems(height);
        var p = Problem(random) with { Batch = 2, Channels = 33, Filters = 40, Height = height, PadTop = pad, OutHeight = outHeight, Width = 226, PadLeft = 0, OutWidth = 225 };
        Assert.True(Conv2dWinograd.BandRows(p) > 0);
        float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false), bias = random.Floats(p.Filters, false);
        float[] expected = new float[p.OutputLength], actual = new float[p.OutputLength];
        var packed = Conv2dAlgorithms.Pack(p, w, ConvAlgorithm.Winograd)!;
        var blocked = new AlignedFloats(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane));
        fixed (float* input = x, biases = bias, output = expected)
        {
            Conv2dAlgorithms.Forward(p, input, ActivationLayout.Nchw, packed, biases, blocked.Pointer, ActivationLayout.Nchw16c, ConvAlgorithm.Winograd);
            BlockedActivations.ToTensor(p.Batch, p.Filters, p.OutPlane, blocked.Pointer, output);
        }

        GC.KeepAlive(blocked);
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads);
        Forward();
        Bits.Same(expected, actual, p);
        if (threads == 1)
            Assert.Equal(0, Allocations.InSteadyState(Forward));

        void Forward() => Conv2dAlgorithms.Forward(p, x, w, packed, bias, actual, ConvAlgorithm.Winograd);
    }

    [Fact]
    public void Where_it_gains_nothing_the_direct_bits_come()
    {
        var random = new RandomProblems(7);
        var p = Problem(random) with { StrideH = 2, OutHeight = 5 };
        float[] x = random.Floats(p.InputLength, false), w = random.Floats(p.FilterLength, false);
        float[] expected = new float[p.OutputLength], actual = new float[p.OutputLength];
        Conv2dReference.Forward(p, x, w, [], expected);
        Conv2dAlgorithms.Forward(p, x, w, Conv2dAlgorithms.Pack(p, w, ConvAlgorithm.Winograd), null, actual, ConvAlgorithm.Winograd);
        Bits.Same(expected, actual, p);
    }

    private static double RootMeanSquareError(in ConvProblem p, float[] x, float[] w, float[] bias, float[] y)
    {
        var squares = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var (n, k, oy, ox) = (i / p.OutPlane / p.Filters, i / p.OutPlane % p.Filters, i / p.OutWidth % p.OutHeight, i % p.OutWidth);
            double sum = bias[k];
            for (var tap = 0; tap < p.Taps; tap++)
            {
                var (c, iy, ix) = (tap / 9, oy - p.PadTop + tap / 3 % 3, ox - p.PadLeft + tap % 3);
                if (iy >= 0 && iy < p.Height && ix >= 0 && ix < p.Width)
                    sum += (double)w[k * p.Taps + tap] * x[((n * p.Channels + c) * p.Height + iy) * p.Width + ix];
            }

            squares += (y[i] - sum) * (y[i] - sum);
        }

        return Math.Sqrt(squares / y.Length);
    }

    private static ConvProblem Problem(RandomProblems random)
    {
        var (height, width, top, left) = (random.From(14, 30), random.From(14, 30), random.From(0, 2), random.From(0, 2));
        return new()
        {
            Batch = random.From(1, 3),
            Channels = random.From(32, 50),
            Height = height,
            Width = width,
            Filters = random.From(32, 50),
            FilterHeight = 3,
            FilterWidth = 3,
            PadTop = top,
            PadLeft = left,
            OutHeight = height + top + random.From(0, 2) - 2,
            OutWidth = width + left + random.From(0, 2) - 2,
        };
    }
}
