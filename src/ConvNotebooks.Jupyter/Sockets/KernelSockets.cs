using NetMQ;
using NetMQ.Sockets;

namespace ConvNotebooks.Jupyter;

/// <summary>
/// The five sockets of a kernel. One poller thread owns four of them, since they are not thread-safe: what is sent goes
/// through a queue to it, of bounded length, so that a cell cannot print faster than the sockets take. The heartbeat has
/// a thread of its own and answers whatever the kernel does.
/// </summary>
public sealed class KernelSockets : IMessageSink, IDisposable
{
    private const int QueueLength = 1_000;
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private readonly ConnectionFile _connection;
    private readonly WireFormat _wire;
    private readonly Action<string> _log;
    private readonly Dictionary<KernelChannel, NetMQSocket> _sockets = [];
    private readonly NetMQQueue<(KernelChannel Channel, IReadOnlyList<byte[]> Frames)> _outgoing = new();
    private readonly SemaphoreSlim _room = new(QueueLength);
    private readonly NetMQPoller _poller = [];
    private readonly List<UnixBridge> _bridges = [];
    private readonly ManualResetEventSlim _drained = new();
    private readonly Thread _heartbeat;
    private volatile bool _closing;

    /// <summary>Binds the sockets.</summary>
    /// <param name="connection">Where to bind, and the key.</param>
    /// <param name="log">Takes a line for every message that was dropped.</param>
    /// <exception cref="ArgumentException">The connection's signature scheme is unknown.</exception>
    /// <exception cref="ConnectionFileException">A Unix domain socket cannot be made.</exception>
    /// <exception cref="NetMQException">A port is taken, or the address is not of this machine.</exception>
    public KernelSockets(ConnectionFile connection, Action<string> log)
    {
        _connection = connection;
        _log = log;
        _wire = new WireFormat(connection.Key, connection.SignatureScheme);
        foreach ((KernelChannel channel, int port) in connection.Ports)
        {
            NetMQSocket socket = channel == KernelChannel.IOPub ? new PublisherSocket() : new RouterSocket();
            socket.Options.Linger = Linger;
            socket.Options.SendHighWatermark = 0;
            Bind(socket, port);
            _sockets[channel] = socket;
        }

        var heart = new ResponseSocket();
        Bind(heart, connection.HeartbeatPort);
        _heartbeat = new Thread(() => Echo(heart)) { IsBackground = true, Name = "heartbeat" };
    }

    /// <summary>Begins to receive and to send.</summary>
    /// <param name="receive">Takes every message that is rightly signed and new; must return at once.</param>
    public void Start(Action<KernelChannel, Message> receive)
    {
        foreach ((KernelChannel channel, NetMQSocket socket) in _sockets.Where(entry => entry.Key != KernelChannel.IOPub))
        {
            socket.ReceiveReady += (_, _) => Receive(channel, socket, receive);
            _poller.Add(socket);
        }

        _outgoing.ReceiveReady += (_, _) => SendWaiting();
        _poller.Add(_outgoing);
        _poller.RunAsync("sockets", isBackgroundThread: true);
        _heartbeat.Start();
    }

    /// <summary>Queues a message; waits while the queue is full.</summary>
    /// <param name="channel">Where it goes.</param>
    /// <param name="message">The message.</param>
    public void Send(KernelChannel channel, Message message)
    {
        IReadOnlyList<byte[]> frames = _wire.Encode(message);
        _room.Wait();
        if (!_closing)
            _outgoing.Enqueue((channel, frames));
    }

    /// <summary>Sends what waits, for a second at most, and closes the sockets.</summary>
    public void Dispose()
    {
        _outgoing.Enqueue((KernelChannel.IOPub, []));
        _drained.Wait(Linger);
        _closing = true;
        _poller.Stop();
        _heartbeat.Join();
        foreach (NetMQSocket socket in _sockets.Values)
            socket.Dispose();
        foreach (UnixBridge bridge in _bridges)
            bridge.Dispose();
        _outgoing.Dispose();
        _poller.Dispose();
        _drained.Dispose();
    }

    private void Bind(NetMQSocket socket, int port)
    {
        if (_connection.Transport == ConnectionFile.Ipc)
            _bridges.Add(new UnixBridge($"{_connection.Ip}-{port}", socket.BindRandomPort("tcp://127.0.0.1")));
        else
            socket.Bind(_connection.Address(port));
    }

    private void Receive(KernelChannel channel, NetMQSocket socket, Action<KernelChannel, Message> receive)
    {
        NetMQMessage? frames = null;
        while (socket.TryReceiveMultipartMessage(ref frames))
        {
            try
            {
                receive(channel, _wire.Decode([.. frames.Select(frame => frame.ToByteArray())]));
            }
            catch (WireException e)
            {
                _log($"{channel}: {e.Message}");
            }
        }
    }

    /// <summary>Sends what is queued; an empty message is the mark behind the last one.</summary>
    private void SendWaiting()
    {
        while (_outgoing.TryDequeue(out (KernelChannel Channel, IReadOnlyList<byte[]> Frames) next, TimeSpan.Zero))
        {
            if (next.Frames.Count == 0)
            {
                _drained.Set();
                continue;
            }

            _room.Release();
            _sockets[next.Channel].TrySendMultipartBytes(TimeSpan.Zero, next.Frames);
        }
    }

    private void Echo(ResponseSocket heart)
    {
        using (heart)
        {
            while (!_closing)
            {
                if (heart.TryReceiveFrameBytes(Beat, out byte[]? beat))
                    heart.TrySendFrame(TimeSpan.Zero, beat!);
            }
        }
    }
}
