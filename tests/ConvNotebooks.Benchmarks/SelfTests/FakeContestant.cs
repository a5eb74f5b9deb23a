namespace ConvNotebooks.Benchmarks;

/// <summary>A contestant whose every call takes the given seconds, and whose result is given.</summary>
internal sealed class FakeContestant(double seconds, float[] result) : IContestant
{
    public string Name => "fake";

    public bool InNetwork => false;

    public string Algorithm => "";

    public double Run(int times) => seconds * times;

    public float[] Values(int[] places) => Array.ConvertAll(places, i => result[i]);

    public void Dispose()
    {
    }
}
