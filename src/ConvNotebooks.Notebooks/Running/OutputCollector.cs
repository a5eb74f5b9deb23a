using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Turns the events of running cells into the outputs of a document: text in a row becomes one output, updates replace
/// what an earlier cell displayed, clearing empties the cell.
/// </summary>
public sealed class OutputCollector
{
    private readonly Dictionary<string, CodeCell> _displays = [];
    private readonly StringBuilder _text = new();
    private CodeCell _cell = new();
    private string _textName = "";
    private bool _clearNext;

    /// <summary>Starts a cell: its earlier outputs are removed, and events go to it from now on.</summary>
    /// <param name="cell">The cell about to run.</param>
    public void Begin(CodeCell cell)
    {
        _cell = cell;
        _clearNext = false;
        cell.Outputs.Clear();
    }

    /// <summary>Takes one event of the running cell.</summary>
    /// <param name="happened">The event.</param>
    public void Take(CellEvent happened)
    {
        switch (happened)
        {
            case ClearOutputEvent { Wait: true }:
                _clearNext = true;
                return;
            case ClearOutputEvent:
                Clear();
                return;
            case UpdateDisplayEvent update:
                Update(update);
                return;
        }

        if (_clearNext)
            Clear();
        if (happened is StreamEvent stream)
        {
            if (stream.Name != _textName)
                EndText();
            _textName = stream.Name;
            _text.Append(stream.Text);
            return;
        }

        EndText();
        if (happened is DisplayEvent shown)
            _displays[shown.DisplayId] = _cell;
        _cell.Outputs.Add(happened switch
        {
            DisplayEvent display => new DisplayOutput(display.Data, display.Metadata) { DisplayId = display.DisplayId },
            ResultEvent result => new ResultOutput(result.ExecutionCount, result.Data, result.Metadata),
            ErrorEvent error => new ErrorOutput(error.Name, error.Value, error.Traceback),
            _ => throw new ArgumentException($"OutputCollector: an event of type {happened.GetType().Name} came, which has no "
                + "place in a notebook. Use the events of this library.", nameof(happened)),
        });
    }

    /// <summary>Ends the cell: text collected so far becomes its last output.</summary>
    public void End() => EndText();

    private void EndText()
    {
        if (_text.Length > 0)
            _cell.Outputs.Add(new StreamOutput(_textName, StableText.Clean(_text.ToString())));
        _text.Clear();
    }

    private void Clear()
    {
        _text.Clear();
        _cell.Outputs.Clear();
        _clearNext = false;
    }

    private void Update(UpdateDisplayEvent update)
    {
        if (!_displays.TryGetValue(update.DisplayId, out CodeCell? cell))
            return;
        int place = cell.Outputs.FindIndex(o => o is DisplayOutput d && d.DisplayId == update.DisplayId);
        if (place >= 0)
            cell.Outputs[place] = new DisplayOutput(update.Data, update.Metadata) { DisplayId = update.DisplayId };
    }
}
