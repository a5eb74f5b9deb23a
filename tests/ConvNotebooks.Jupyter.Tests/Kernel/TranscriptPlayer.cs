using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>
/// Plays the lines of a transcript that a front-end sends, <c>SIGN CHANNEL TYPE CONTENT</c>, and writes the transcript anew with
/// the answers, <c>&lt; CHANNEL TYPE CONTENT</c>. After <c>&gt;</c> it waits until everything asked so far is idle or the kernel
/// asks back, after <c>&gt;&gt;</c> until there is an output, after <c>+</c> not at all. Answers stand in the order of their
/// requests; versions and display ids are given stable names. Other lines are notes.
/// </summary>
internal sealed partial class TranscriptPlayer(MemoryClient client)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Version = typeof(JupyterKernel).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly List<string> _requests = [];
    private readonly HashSet<string> _open = [];
    private readonly List<string> _displays = [];

    public async Task<string> PlayAsync(IEnumerable<string> lines)
    {
        var transcript = new StringBuilder();
        foreach (string line in lines.Where(line => !line.StartsWith("< ", StringComparison.Ordinal)))
        {
            transcript.Append(line).Append('\n');
            if (line.Split(' ', 4) is not [">" or ">>" or "+", _, _, _] parts)
                continue;
            Send(parts);
            if (parts[0] != "+")
                await AnswersAsync(transcript, untilOutput: parts[0] == ">>");
        }

        return transcript.ToString().TrimEnd('\n') + "\n";
    }

    private void Send(string[] parts)
    {
        string id = client.Request(parts[2], JsonNode.Parse(parts[3])!.AsObject(), Enum.Parse<KernelChannel>(parts[1]));
        _requests.Add(id);
        if (parts[1] != nameof(KernelChannel.Stdin))
            _open.Add(id);
    }

    private async Task AnswersAsync(StringBuilder transcript, bool untilOutput)
    {
        List<(int Request, string Line)> answers = [];
        while (_open.Count > 0)
        {
            (KernelChannel channel, Message message) = await client.NextAsync();
            string parent = (string?)message.ParentHeader["msg_id"] ?? "";
            answers.Add((_requests.IndexOf(parent), $"< {channel} {message.Type} {Stable(message.Content.ToJsonString(Readable))}\n"));
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle")
                _open.Remove(parent);
            if (message.Type == "input_request" || (untilOutput && message.Type == "stream"))
                break;
        }

        foreach ((_, string line) in answers.OrderBy(answer => answer.Request))
            transcript.Append(line);
    }

    private string Stable(string text) => DisplayId().Replace(text, found =>
    {
        if (!_displays.Contains(found.Value))
            _displays.Add(found.Value);
        return $"display-{_displays.IndexOf(found.Value) + 1}";
    }).Replace(Version, "VERSION", StringComparison.Ordinal);

    [GeneratedRegex(@"display-\d+")]
    private static partial Regex DisplayId();
}
