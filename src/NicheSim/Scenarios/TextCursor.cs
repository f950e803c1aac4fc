namespace NicheSim.Scenarios;

/// <summary>Turns byte offsets of UTF-8 text, asked for in rising order, into lines and columns from 1 (columns in code points).</summary>
internal ref struct TextCursor(string file, ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The place of the byte at <paramref name="offset"/>. Lines end with LF, CR LF or CR.</summary>
    public Position MoveTo(int offset)
    {
        for (; _at < offset; _at++)
        {
            var current = _text[_at];
            var endsLine = current == '\n' || (current == '\r' && (_at + 1 == _text.Length || _text[_at + 1] != '\n'));
            if (endsLine)
            {
                _line++;
                _column = 1;
            }
            else if ((current & 0xC0) != 0x80)
            {
                _column++;
            }
        }
        return new Position(file, _line, _column);
    }
}
