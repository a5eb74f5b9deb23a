namespace ConvNotebooks.Jupyter;

/// <summary>What <see cref="Console.In"/> is while a cell runs: every line is asked of the person.</summary>
internal sealed class InputReader(InputGate input) : TextReader
{
    private string _rest = "";

    public override string? ReadLine()
    {
        if (_rest.Length == 0)
            return input.Ask("", password: false);
        string line = _rest.TrimEnd('\n');
        _rest = "";
        return line;
    }

    public override int Peek() => Line()[0];

    public override int Read()
    {
        char first = Line()[0];
        _rest = _rest[1..];
        return first;
    }

    private string Line() => _rest = _rest.Length > 0 ? _rest : input.Ask("", password: false) + "\n";
}
