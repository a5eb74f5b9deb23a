using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Convolution as one matrix product for each group of each image, W_row · X_col, whose chains start from the biases. Equals
/// <see cref="Conv2dReference"/>, which skips padding where the product adds w · 0: that changes a sum only from −0 to +0, or to
/// NaN where w is infinite or NaN, so outputs at the border that are 0 or NaN are computed once more, by the definition.
/// </summary>
internal static unsafe class Conv2dIm2col
{
    public static void Forward(in ConvProblem p, float* x, float* w, float* bias, float* y)
    {
        var columns = Scratch.Floats(Im2colMatrix.Length(p), Scratch.Use.Input);
        for (var n = 0; n < p.Batch; n++)
        {
            for (var g = 0; g < p.Groups; g++)
            {
                var first = g * p.GroupFilters;
                var to = y + ((nint)n * p.Filters + first) * p.OutPlane;
                Im2colMatrix.Fill(p, x + ((nint)n * p.Channels + g * p.GroupChannels) * p.Plane, columns);
                for (var k = 0; k < p.GroupFilters; k++)
                    new Span<float>(to + (nint)k * p.OutPlane, p.OutPlane).Fill(bias == null ? 0 : bias[first + k]);
                Lanes.Start(new MatrixProduct(new(p.GroupFilters, p.Taps, p.OutPlane, RowStep: p.Taps, TermStep: 1, Resume: true),
                    w + (nint)first * p.Taps, columns, to));
            }
        }

        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, W = w, Bias = bias, Y = y };
            Workers.For(p.Batch * p.Filters, &Border, &job, p.OutputLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Border(void* state, int part)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, k) = Math.DivRem(part, p.Filters);
        var inside = p.AxisW.Whole();
        var y = job->Y + (nint)part * p.OutPlane;
        for (var oy = 0; oy < p.OutHeight; oy++)
        {
            var top = oy * p.StrideH - p.PadTop;
            var rowInside = top >= 0 && top + (p.FilterHeight - 1) * p.DilationH < p.Height;
            for (var ox = 0; ox < p.OutWidth; ox++, y++)
            {
                if (rowInside && ox >= inside.From && ox < inside.To || !(*y == 0 || float.IsNaN(*y)))
                    continue;
                *y = Conv2dReference.Output(p, new(job->X, p.InputLength), new(job->W, p.FilterLength),
                    job->Bias == null ? [] : new(job->Bias, p.Filters), n, k, oy, ox);
            }
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, W, Bias, Y;
    }
}
