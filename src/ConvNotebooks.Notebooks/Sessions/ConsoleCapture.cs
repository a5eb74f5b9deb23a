using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Sends what the process prints through <see cref="Console"/> to the running cell while it is in force, whichever
/// thread prints; disposing puts the earlier writers back. A writer that a cell kept prints to the cell running then.
/// </summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _earlierOut = Console.Out;
    private readonly TextWriter _earlierError = Console.Error;

    public ConsoleCapture()
    {
        Console.SetOut(new CellWriter("stdout", _earlierOut));
        Console.SetError(new CellWriter("stderr", _earlierError));
    }

    public void Dispose()
    {
        Console.SetOut(_earlierOut);
        Console.SetError(_earlierError);
    }

    private sealed class CellWriter : TextWriter
    {
        private readonly string _name;
        private readonly TextWriter _outside;

        public CellWriter(string name, TextWriter outside)
        {
            _name = name;
            _outside = outside;
            CoreNewLine = ['\n'];
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void WriteLine(string? value) => Write(string.Concat(value, "\n").AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (CellOutput.Current is { } cell)
                cell.Print(_name, buffer);
            else
                _outside.Write(buffer);
        }
    }
}
