namespace ConvNotebooks.Routines;

/// <summary>
/// The arithmetic of one vector width, as static members so that a generic routine compiles to plain instructions. Every
/// member works lane by lane and rounds once, so that a lane's bits do not depend on the width.
/// </summary>
/// <typeparam name="V">The vector: Vector512, Vector256 or Vector128 of float, or float itself.</typeparam>
internal unsafe interface ILanes<V>
    where V : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a register tile two vectors wide: as many as the registers hold beside two weights and one input.</summary>
    static abstract int TileRows { get; }

    static abstract V Load(float* p);

    /// <summary>p[0], p[step], p[2·step], …; nothing past the last of them is read.</summary>
    static abstract V LoadEvery(float* p, nint step);

    static abstract void Store(V v, float* p);

    static abstract V Broadcast(float value);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    static abstract V Sqrt(V a);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract V FusedMultiplyAdd(V a, V b, V c);

    /// <summary>The bits that both have.</summary>
    static abstract V And(V a, V b);

    /// <summary>A mask's lanes have all bits set, where the first is taken, or none, where the second is.</summary>
    static abstract V Select(V mask, V yes, V no);

    /// <summary>a &lt; 0 ? 0 : a. NaN stays, −0 stays.</summary>
    static abstract V Rectify(V a);

    /// <summary>b &gt; a or b is NaN ? b : a.</summary>
    static abstract V Larger(V a, V b);

    /// <summary>a limited to [low, high]; NaN stays.</summary>
    static abstract V Clamp(V a, V low, V high);

    /// <summary>2^n for a whole n in [−126, 127].</summary>
    static abstract V PowerOfTwo(V n);

    /// <summary>a &lt; b ? yes : no.</summary>
    static abstract V IfLess(V a, V b, V yes, V no);

    /// <summary>a = m · 2^e with m in [√½, √2) for a positive normal a.</summary>
    static abstract (V Mantissa, V Exponent) Split(V a);
}
