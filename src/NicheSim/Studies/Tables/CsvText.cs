using System.Globalization;
using System.Text;
using NicheSim.Recording;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>
/// A comma-separated table of texts and numbers, written whole. Numbers have nine digits: what statistics compute is the same to these on any processor. No two columns have one name.
/// </summary>
internal sealed class CsvText(params ReadOnlySpan<string> columns)
{
    private readonly StringBuilder _text = new StringBuilder().AppendJoin(',', Distinct(columns)!).Append('\n');
    private readonly int _columns = columns.Length;

    /// <summary>Adds a row. A number that is not there (NaN) or a null is an empty field.</summary>
    public void Row(params ReadOnlySpan<object?> cells)
    {
        if (cells.Length != _columns)
            throw new ArgumentException("A row has as many cells as the header.", nameof(cells));
        for (var c = 0; c < cells.Length; c++)
        {
            if (c > 0)
                _text.Append(',');
            _text.Append(cells[c] switch
            {
                null => "",
                double number => NineDigits.Text(number),
                string text => Quoted(text),
                var whole => Convert.ToString(whole, CultureInfo.InvariantCulture),
            });
        }

        _text.Append('\n');
    }

    /// <summary>Puts the table in place of the one that is there.</summary>
    public void Write(string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(_text.ToString()));

    private static ReadOnlySpan<string> Distinct(ReadOnlySpan<string> columns)
        => columns.ToArray().Distinct().Count() == columns.Length ? columns : throw new ArgumentException("Two columns have one name.", nameof(columns));

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
