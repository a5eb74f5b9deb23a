namespace ConvNotebooks.Notebooks;

/// <summary>Checks, completes and explains cells in the notation of networks.</summary>
public static class NetLanguage
{
    /// <summary>What keeps a text from being a network; null when nothing does.</summary>
    /// <param name="notation">The text; with blank lines alone, it is none.</param>
    public static NotationException? Diagnose(string notation)
    {
        try
        {
            Network.Parse(notation);
            return null;
        }
        catch (NotationException e)
        {
            return e;
        }
    }
}
