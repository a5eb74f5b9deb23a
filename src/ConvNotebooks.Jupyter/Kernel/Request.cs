using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>A request that is being handled: what it says, and where its reply and its outputs go.</summary>
internal sealed class Request(Message message, KernelChannel channel, IMessageSink sink, MessageFactory factory)
{
    public Message Message => message;

    public JsonObject Content => message.Content;

    public bool IsRequest => message.Type.EndsWith("_request", StringComparison.Ordinal);

    /// <summary>Sends something to everyone on IOPub.</summary>
    public void Publish(string type, JsonObject content) =>
        sink.Send(KernelChannel.IOPub, factory.ToAll(message, type, content));

    public void PublishStatus(string state) => Publish("status", new JsonObject { ["execution_state"] = state });

    /// <summary>Shows an error, given as the content of an error reply, in the cell that asked.</summary>
    public void PublishError(JsonObject error)
    {
        error.Remove("status");
        Publish("error", error);
    }

    /// <summary>Sends the reply to whoever asked.</summary>
    public void Reply(JsonObject content) =>
        sink.Send(channel, factory.To(message, message.Type.Replace("_request", "_reply", StringComparison.Ordinal), content));

    /// <summary>Sends a question to the person at the front-end that asked.</summary>
    public void Ask(JsonObject content) => sink.Send(KernelChannel.Stdin, factory.To(message, "input_request", content));
}
