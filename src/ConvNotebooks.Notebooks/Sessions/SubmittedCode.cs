namespace ConvNotebooks.Notebooks;

/// <summary>C# code that a session compiled and ran, for whoever completes and explains the code after it.</summary>
/// <param name="CSharp">The code.</param>
/// <param name="References">Files of libraries that were loaded for it.</param>
public sealed record SubmittedCode(string CSharp, IReadOnlyList<string> References);
