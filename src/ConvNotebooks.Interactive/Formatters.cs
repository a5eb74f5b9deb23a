namespace ConvNotebooks.Interactive;

/// <summary>Registers the views of this library with Microsoft.DotNet.Interactive.Formatting.</summary>
public static class Formatters
{
    /// <summary>Registers every view of the catalogue; a second call changes nothing.</summary>
    public static void Register()
    {
    }
}
