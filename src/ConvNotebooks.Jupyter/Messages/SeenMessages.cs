namespace ConvNotebooks.Jupyter;

/// <summary>Remembers the digests of the last messages, so that one that comes twice is noticed; its memory is bounded.</summary>
/// <param name="capacity">Digests remembered.</param>
internal sealed class SeenMessages(int capacity = 65_536)
{
    private readonly HashSet<string> _digests = [];
    private readonly Queue<string> _order = new();

    /// <summary>False when the message was seen before.</summary>
    public bool Add(string digest)
    {
        if (!_digests.Add(digest))
            return false;
        _order.Enqueue(digest);
        if (_order.Count > capacity)
            _digests.Remove(_order.Dequeue());
        return true;
    }
}
