using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>Writes the headers of a kernel's own messages.</summary>
/// <param name="session">The id that all messages of this kernel carry.</param>
/// <param name="now">The clock.</param>
internal sealed class MessageFactory(string session, Func<DateTime> now)
{
    public const string Protocol = "5.4";

    private int _count;

    /// <summary>A message to the sender of a request, on the channel it came from or on stdin.</summary>
    public Message To(Message request, string type, JsonObject content) =>
        new(request.Identities, Header(type), (JsonObject)request.Header.DeepClone(), [], content, []);

    /// <summary>A message to everyone, because of a request or, where there is none, of the kernel's own accord.</summary>
    public Message ToAll(Message? because, string type, JsonObject content) =>
        new([Encoding.UTF8.GetBytes(type)], Header(type), (JsonObject?)because?.Header.DeepClone() ?? [], [], content, []);

    private JsonObject Header(string type) => new()
    {
        ["msg_id"] = $"{session}_{Interlocked.Increment(ref _count)}",
        ["session"] = session,
        ["username"] = "kernel",
        ["date"] = now().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        ["msg_type"] = type,
        ["version"] = Protocol,
    };
}
