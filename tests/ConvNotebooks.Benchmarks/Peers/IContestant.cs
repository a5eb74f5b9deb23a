namespace ConvNotebooks.Benchmarks;

/// <summary>One implementation made ready for one case: weights prepared as it likes them, outputs allocated.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>Whose it is: <c>ours</c>, <c>onnxruntime</c>, <c>onednn</c>, <c>torch</c>.</summary>
    string Name { get; }

    /// <summary>Whether activations are in its own layout, as between the layers of a network, rather than N C H W on both sides.</summary>
    bool InNetwork { get; }

    /// <summary>The algorithm it chose, where it says.</summary>
    string Algorithm { get; }

    /// <summary>Computes the case so many times; returns the seconds that took together.</summary>
    double Run(int times);

    /// <summary>Values of the last result, by their places in a tensor's layout.</summary>
    float[] Values(int[] places);
}
