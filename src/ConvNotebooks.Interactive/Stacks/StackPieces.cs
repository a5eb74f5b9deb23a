namespace ConvNotebooks.Interactive;

/// <summary>A part of a drawing that is measured and has no place yet.</summary>
/// <param name="Width">Pixels to the left edge of what follows.</param>
/// <param name="Above">Pixels from the line through it to its upper edge.</param>
/// <param name="Below">Pixels from that line to its lower edge.</param>
internal abstract record StackPiece(double Width, double Above, double Below)
{
    /// <summary>Pixels to the right end of what is drawn.</summary>
    public virtual double Extent => Width;
}

/// <summary>A volume with its caption below it, its left edge at the left; room for an arrow to the right.</summary>
/// <param name="Node">What it shows.</param>
/// <param name="Slab">Its size.</param>
/// <param name="Caption">The lines below it and their colours.</param>
/// <param name="IsLabelled">Whether its sizes stand along its edges.</param>
internal sealed record VolumePiece(StackNode Node, Slab Slab, IReadOnlyList<(string Text, int Color)> Caption, bool IsLabelled) : StackPiece(
    Math.Max(Slab.Width + (IsLabelled ? 60 : 34), Widest(Caption) + 16), Slab.Half, Slab.Half + (IsLabelled ? 18 : 2) + StackCaption.Line * Caption.Count)
{
    /// <summary>Pixels to the right end of what is drawn.</summary>
    public override double Extent => Math.Max(Slab.Width + (IsLabelled ? 18 : 0), Widest(Caption));

    /// <summary>Pixels from its middle to the first base line of its caption.</summary>
    public double CaptionBelow => Below - StackCaption.Line * (Caption.Count - 1) - 3;

    /// <summary>Pixels from its left edge to the end of the arrow into it.</summary>
    public double Before => IsLabelled ? 24 : 6;

    private static double Widest(IReadOnlyList<(string Text, int Color)> caption) => caption.Max(l => StackCaption.Width(l.Text)) - 4;
}

/// <summary>A branch.</summary>
/// <param name="Lane">What it shows.</param>
/// <param name="Rows">Its volumes; null for the volume before the branches.</param>
/// <param name="Middle">Pixels from the uppermost branch's line to its own.</param>
/// <param name="Width">Pixels to the right.</param>
/// <param name="Above">Pixels above its line.</param>
/// <param name="Below">Pixels below its line.</param>
internal sealed record LanePiece(StackLane Lane, RowsPiece? Rows, double Middle, double Width, double Above, double Below) : StackPiece(Width, Above, Below);

/// <summary>Branches side by side and the volume that joins them.</summary>
/// <param name="Lanes">The branches, from top to bottom.</param>
/// <param name="Volume">The volume that joins them.</param>
/// <param name="Spine">Pixels from the uppermost branch's line to that of the volume.</param>
/// <param name="Lead">Pixels before the branches, where their lines part.</param>
/// <param name="Tail">Pixels behind them, where their lines meet.</param>
/// <param name="IsFramed">Whether a frame is around it.</param>
/// <param name="Above">Pixels above the line through it.</param>
/// <param name="Below">Pixels below that line.</param>
internal sealed record ModulePiece(IReadOnlyList<LanePiece> Lanes, VolumePiece Volume, double Spine, double Lead, double Tail, bool IsFramed, double Above, double Below)
    : StackPiece(Lead + Lanes.Max(l => l.Width) + Tail + Volume.Width + (IsFramed ? 14 : 0), Above, Below)
{
    /// <inheritdoc/>
    public override double Extent => ToVolume + Volume.Extent + (IsFramed ? 10 : 0);

    /// <summary>Pixels to the left edge of the volume.</summary>
    public double ToVolume => Lead + Lanes.Max(l => l.Width) + Tail;
}

/// <summary>Volumes and modules on one line.</summary>
/// <param name="Pieces">The pieces, from left to right.</param>
internal sealed record RowPiece(IReadOnlyList<StackPiece> Pieces) : StackPiece(Pieces.Sum(p => p.Width), Pieces.Max(p => p.Above), Pieces.Max(p => p.Below))
{
    /// <inheritdoc/>
    public override double Extent => Width - Pieces[^1].Width + Pieces[^1].Extent;
}

/// <summary>Rows below each other, which are read like lines of text.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Gap">Pixels between two rows.</param>
internal sealed record RowsPiece(IReadOnlyList<RowPiece> Rows, double Gap)
    : StackPiece(Rows.Max(r => r.Width), Rows[0].Above, Rows.Sum(r => r.Above + r.Below + Gap) - Rows[0].Above - Gap);
