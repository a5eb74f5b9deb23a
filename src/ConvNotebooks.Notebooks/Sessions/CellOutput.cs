using System.Text;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Puts what one running cell prints and displays, from any thread, into one order: text is collected into pieces and
/// sent every 100 ms, before each display, and at the end; and no cell may put out more than its bounds.
/// </summary>
internal sealed class CellOutput : IDisposable
{
    /// <summary>Characters a cell may print to one stream.</summary>
    public const int StreamLimit = 1_000_000;

    /// <summary>Characters all outputs of a cell may have together.</summary>
    public const int CellLimit = 10_000_000;

    private const int PieceLength = 32 * 1024;
    private const int CostOfAnOutput = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static CellOutput? s_current;

    private readonly Lock _lock = new();
    private readonly Action<CellEvent> _sink;
    private readonly Timer _timer;
    private readonly StringBuilder _piece = new();
    private readonly Dictionary<string, int> _printed = [];
    private string _pieceName = "stdout";
    private string _lastKind = "";
    private int _spent;
    private bool _full;
    private bool _ended;

    public CellOutput(Action<CellEvent> sink)
    {
        _sink = sink;
        _timer = new Timer(_ => Flush(), null, Interval, Interval);
        s_current = this;
    }

    /// <summary>The output of the cell that runs now in this process; null between cells.</summary>
    public static CellOutput? Current => Volatile.Read(ref s_current);

    /// <summary>Adds printed text; what exceeds the bounds is left out, and the output says so once.</summary>
    public void Print(string name, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (_ended || text.IsEmpty)
                return;
            int printed = _printed.GetValueOrDefault(name);
            if (printed > StreamLimit || !Afford(name, name == _lastKind ? 0 : CostOfAnOutput))
                return;
            int room = Math.Min(StreamLimit - printed, CellLimit - _spent);
            bool cut = text.Length > room;
            if (cut)
                text = text[..(room > 0 && char.IsHighSurrogate(text[room - 1]) ? room - 1 : room)];
            Append(name, text);
            _spent += text.Length;
            _printed[name] = cut ? StreamLimit + 1 : printed + text.Length;
            if (cut)
            {
                Append(name, $"\n[{name} is cut here: a cell keeps {StreamLimit:N0} characters of it and "
                    + $"{CellLimit:N0} of all its outputs. Print less, or write to a file.]\n");
            }
        }
    }

    /// <summary>Adds a display or a result.</summary>
    public void Show(CellEvent shown, MimeBundle data)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            if (shown is not UpdateDisplayEvent && !Afford("", CostOfAnOutput + Length(data)))
                return;
            Flush();
            _sink(shown is UpdateDisplayEvent update && Length(data) > CellLimit ? TooLong(update) : shown);
        }
    }

    public void Clear(bool wait)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            Flush();
            _printed.Clear();
            _spent = 0;
            _full = false;
            _lastKind = "";
            _sink(new ClearOutputEvent(wait));
        }
    }

    public void Fail(ErrorEvent error)
    {
        lock (_lock)
        {
            Flush();
            _sink(error);
        }
    }

    /// <summary>Sends the text collected so far.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_piece.Length == 0 || _ended)
                return;
            string text = _piece.ToString();
            _piece.Clear();
            _sink(new StreamEvent(_pieceName, text));
        }
    }

    /// <summary>Sends what is left and takes nothing more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Flush();
            _ended = true;
        }

        _timer.Dispose();
        Interlocked.CompareExchange(ref s_current, null, this);
    }

    private static int Length(MimeBundle data) => data.Types.Sum(type => data.Text(type)!.Length);

    private static UpdateDisplayEvent TooLong(UpdateDisplayEvent update) => update with
    {
        Data = new MimeBundle().With("text/plain", $"[left out: longer than {CellLimit:N0} characters]"),
        Metadata = new JsonObject(),
    };

    /// <summary>Books the cost of an output; where it no longer fits, says so once and refuses.</summary>
    private bool Afford(string kind, int cost)
    {
        if (_full)
            return false;
        _lastKind = kind;
        if (_spent + (long)cost <= CellLimit)
        {
            _spent += cost;
            return true;
        }

        _full = true;
        Append("stderr", $"[outputs are cut here: a cell keeps {CellLimit:N0} characters of all its outputs together, "
            + $"each counted as at least {CostOfAnOutput}. Display less, or call ClearOutput() in between.]\n");
        return false;
    }

    private void Append(string name, ReadOnlySpan<char> text)
    {
        if (name != _pieceName)
        {
            Flush();
            _pieceName = name;
        }

        _piece.Append(text);
        if (_piece.Length >= PieceLength)
            Flush();
    }
}
