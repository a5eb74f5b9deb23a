namespace ConvNotebooks.Jupyter;

/// <summary>The channels of a Jupyter kernel that carry messages; the heartbeat carries none.</summary>
public enum KernelChannel
{
    /// <summary>Requests that run in order, each with a reply.</summary>
    Shell,

    /// <summary>Requests that must not wait for a running cell: interrupt and shutdown.</summary>
    Control,

    /// <summary>What everyone sees: outputs and the kernel's state.</summary>
    IOPub,

    /// <summary>Questions to the person, and the answers.</summary>
    Stdin,
}

/// <summary>Takes the messages that a kernel sends; called from several threads.</summary>
public interface IMessageSink
{
    /// <summary>Sends one message.</summary>
    /// <param name="channel">Where it goes.</param>
    /// <param name="message">The message; its identities name the receiver except on <see cref="KernelChannel.IOPub"/>.</param>
    void Send(KernelChannel channel, Message message);
}
