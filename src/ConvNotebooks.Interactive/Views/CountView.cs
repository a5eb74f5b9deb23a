namespace ConvNotebooks.Interactive.Views;

/// <summary>A count with its arithmetic: <c>5·5·3 = 75 weights</c>.</summary>
internal static class CountView
{
    public static View Of(Count count) => new(count.Derivation);
}
