using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>Which of a network's stages the routines compute on blocked activations, and which of them join; for plans and training passes.</summary>
internal static class BlockedStages
{
    /// <summary>The problem of a convolution that the direct routine computes in either layout; null for others.</summary>
    internal static ConvProblem? Direct(Conv2d conv, Stage stage, int images) =>
        Whole(conv, stage, images) is { } problem && Conv2dAlgorithms.Blocked(problem) ? problem : null;

    /// <summary>The problem of a depthwise convolution that has a routine on blocked activations; null for others.</summary>
    internal static ConvProblem? Depthwise(Conv2d conv, Stage stage, int images) =>
        Whole(conv, stage, images) is { } problem && Conv2dAlgorithms.BlockedDepthwise(problem) ? problem : null;

    /// <summary>The problem of a convolution that crops nothing and is computed by a fast routine; null for others.</summary>
    private static ConvProblem? Whole(Conv2d conv, Stage stage, int images)
    {
        var (width, height) = (conv.FitWidth(stage.Input), conv.FitHeight(stage.Input));
        if (width.Cropped + height.Cropped > 0 || conv.Algorithm is ConvAlgorithm.Reference or ConvAlgorithm.Im2col)
            return null;
        return Problems.Conv(new(images, stage.Input), conv.Filters, conv.Groups, conv.Window, width, height);
    }

    /// <summary>The problem of a pooling that crops nothing; null for others.</summary>
    internal static PoolProblem? Whole(Pool2d pool, Stage stage, int images) =>
        pool.FitWidth(stage.Input).Cropped + pool.FitHeight(stage.Input).Cropped == 0
            ? Problems.Pool(new(images, stage.Input), pool.Window, pool.FitWidth(stage.Input), pool.FitHeight(stage.Input))
            : null;

    /// <summary>The problem of a max-pooling that takes the largest of each 2x2 square, so that it joins the convolution before it; null for others.</summary>
    internal static PoolProblem? Squares(in ConvProblem before, Stage? stage) =>
        before.WindowTaps > 1 && stage is { Layer: MaxPool2d pool } && Whole(pool, stage, before.Batch)
            is { WindowHeight: 2, WindowWidth: 2, StrideH: 2, StrideW: 2, PadTop: 0, PadLeft: 0 } p
        && (p.OutHeight, p.OutWidth) == (p.Height / 2, p.Width / 2) && p.Height % 2 + p.Width % 2 == 0 ? p : null;

    /// <summary>Whether branches joined along the depth begin at a block each.</summary>
    internal static bool InBlocks(Concat concat) => concat.Volumes.SkipLast(1).All(v => v.Depth % PackedFilters.Block == 0);

    /// <summary>The stage after one whose output nobody else needs.</summary>
    internal static Stage? After(Network network, int i) =>
        network.Readers(i + 1).ToArray() is [var reader] && reader == i + 2 ? network.Stages[i + 1] : null;
}
