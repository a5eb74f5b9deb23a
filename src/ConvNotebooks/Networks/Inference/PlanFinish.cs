using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// The layers that join a convolution after its sums: a batch normalisation, another branch that is added, a rectifier, each there or
/// not. The normalisation's constants are derived again when its parameters have changed.
/// </summary>
/// <param name="norm">The normalisation, or null.</param>
/// <param name="added">The blocked volume of the other branch that is added, or null.</param>
/// <param name="rectify">Whether a rectifier comes last.</param>
/// <param name="output">The convolution's volume.</param>
internal sealed unsafe class PlanFinish(BatchNorm2d? norm, PlanVolume? added, bool rectify, Shape output)
{
    private readonly int channels = BlockedActivations.Blocks(output.Depth) * PackedFilters.Block;
    private readonly BatchStatistics? running = norm?.NewRunning();
    private readonly AlignedFloats? constants = norm is null ? null : new(3 * BlockedActivations.Blocks(output.Depth) * PackedFilters.Block);
    private readonly (Tensor Tensor, int Version)[] seen = new (Tensor, int)[4];

    internal string Name => (norm is null ? "" : " + bn") + (added is null ? "" : " + add") + (rectify ? " + relu" : "");

    /// <summary>What the routine reads; valid as long as this object.</summary>
    internal ConvFinish Resolve()
    {
        if (norm is not null && Changed(norm))
            Derive(norm);
        var finish = new ConvFinish { Width = output.Width, Rectify = rectify };
        if (constants is not null)
        {
            finish.Mean = constants.Pointer;
            finish.Factor = constants.Pointer + channels;
            finish.Shift = constants.Pointer + 2 * channels;
        }

        if (added is not null)
        {
            finish.Added = added.Pointer;
            finish.AddedBlocks = BlockedActivations.Blocks(added.Shape.C);
            (finish.AddedHeight, finish.AddedWidth) = (added.Shape.H, added.Shape.W);
            (finish.StrideH, finish.StrideW) = ((added.Shape.H + output.Height - 1) / output.Height, (added.Shape.W + output.Width - 1) / output.Width);
        }

        return finish;
    }

    private bool Changed(BatchNorm2d of)
    {
        var changed = false;
        See(of.Scale, ref seen[0]);
        See(of.Shift, ref seen[1]);
        See(of.RunningMean, ref seen[2]);
        See(of.RunningVariance, ref seen[3]);
        return changed;

        void See(Parameter parameter, ref (Tensor, int) before)
        {
            var now = (parameter.Value, parameter.Value.Version);
            changed |= before != now;
            before = now;
        }
    }

    private void Derive(BatchNorm2d of)
    {
        of.Recall(running!);
        running!.Mean.CopyTo(new Span<float>(constants!.Pointer, channels));
        running.Factor.CopyTo(new Span<float>(constants.Pointer + channels, channels));
        of.Shift.Value.Values.CopyTo(new Span<float>(constants.Pointer + 2 * channels, channels));
    }
}
