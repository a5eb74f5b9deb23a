namespace ConvNotebooks.Jupyter;

/// <summary>Remembers the ids of the last messages, so that one that comes twice is noticed; its memory is bounded.</summary>
/// <param name="capacity">Ids remembered.</param>
internal sealed class SeenMessages(int capacity = 65_536)
{
    private readonly HashSet<string> _ids = [];
    private readonly Queue<string> _order = new();

    /// <summary>False when the id was seen before.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
            return false;
        _order.Enqueue(id);
        if (_order.Count > capacity)
            _ids.Remove(_order.Dequeue());
        return true;
    }
}
