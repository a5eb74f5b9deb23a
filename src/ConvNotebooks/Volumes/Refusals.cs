namespace ConvNotebooks;

/// <summary>What constructors refuse, for people who wrote no constructor: a notation, a recipe.</summary>
internal static class Refusals
{
    /// <summary>The message without .NET's own "(Parameter 'rate')", which is nothing that a notation or a recipe has.</summary>
    internal static string Wording(Exception refused) => refused.Message.Split(" (Parameter '")[0];
}
