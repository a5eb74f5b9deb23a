using System.Reflection;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary><c>kernel_info_request</c>: says who the kernel is and which language its cells are in.</summary>
internal sealed class KernelInfoHandler : IRequestHandler
{
    private static readonly string Version = typeof(KernelInfoHandler).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string MessageType => "kernel_info_request";

    public Task<HandlerResult> HandleAsync(Request request) => Task.FromResult(HandlerResult.Ok(new JsonObject
    {
        ["protocol_version"] = MessageFactory.Protocol,
        ["implementation"] = "convnotebooks",
        ["implementation_version"] = Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"ConvNotebooks {Version} (C#, .NET {Environment.Version.ToString(2)})",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(
            Link("C# reference", "https://learn.microsoft.com/dotnet/csharp/language-reference/"),
            Link(".NET API browser", "https://learn.microsoft.com/dotnet/api/")),
    }));

    private static JsonObject Link(string text, string url) => new() { ["text"] = text, ["url"] = url };
}
