using System.Text;

namespace NicheSim.Rules;

/// <summary>A page as plain text of a given width.</summary>
internal static class ExplainText
{
    private const string Gap = "  ";

    public static string Of(ExplainPage page, int width)
    {
        var text = new StringBuilder();
        for (var b = 0; b < page.Blocks.Count; b++)
        {
            if (b > 0)
                text.Append('\n');
            Write(page.Blocks[b], text, width);
        }

        return text.ToString();
    }

    private static void Write(ExplainPage.Block block, StringBuilder text, int width)
    {
        switch (block)
        {
            case ExplainPage.Heading { Level: <= 2 } heading:
                var title = heading.Level == 1 ? heading.Text : heading.Text.ToUpperInvariant();
                text.Append(title).Append('\n').Append(heading.Level == 1 ? '=' : '-', Math.Min(title.Length, width)).Append('\n');
                break;
            case ExplainPage.Heading heading:
                text.Append(heading.Text).Append('\n');
                break;
            case ExplainPage.Paragraph paragraph:
                Lines(paragraph.Text, width).ForEach(line => text.Append(line).Append('\n'));
                break;
            case ExplainPage.Item item:
                text.Append(Gap).Append(item.Lead).Append('\n');
                Lines(item.Text, width - Gap.Length - Gap.Length).ForEach(line => text.Append(Gap).Append(Gap).Append(line).Append('\n'));
                break;
            case ExplainPage.Table table:
                Write(table, text, width);
                break;
        }
    }

    private static void Write(ExplainPage.Table table, StringBuilder text, int width)
    {
        var fits = table.Rows.Prepend(table.Headers).Aggregate(new int[table.Headers.Length], (most, row) => [.. most.Zip(row, (a, b) => Math.Max(a, b.Length))]).Sum() + (Gap.Length * table.Headers.Length) <= width;
        if (fits || table.Headers[^1] != ExplainPage.Sources)
        {
            WriteColumns(table, text, width);
            return;
        }

        // Sources are long: below the table they are easier to read than in a narrow column.
        WriteColumns(new ExplainPage.Table(table.Headers[..^1], [.. table.Rows.Select(row => row[..^1])]), text, width);
        text.Append('\n').Append(Gap).Append(ExplainPage.Sources).Append('\n');
        foreach (var row in table.Rows.Where(row => row[^1].Length > 0))
            Lines($"{row[0]}: {row[^1]}", width - (3 * Gap.Length)).Select((line, index) => Gap + Gap + (index > 0 ? Gap : "") + line).ToList().ForEach(line => text.Append(line).Append('\n'));
    }

    private static void WriteColumns(ExplainPage.Table table, StringBuilder text, int width)
    {
        var rows = table.Rows.Prepend(table.Headers).ToArray();
        var widths = Widths(rows, width - (Gap.Length * table.Headers.Length));
        for (var r = 0; r < rows.Length; r++)
        {
            var cells = rows[r].Select((cell, column) => Lines(cell, widths[column])).ToArray();
            for (var line = 0; line < cells.Max(cell => cell.Count); line++)
                text.Append(string.Concat(cells.Select((cell, column) => Gap + (line < cell.Count ? cell[line] : "").PadRight(widths[column]))).TrimEnd()).Append('\n');
            if (r == 0)
                text.Append(Gap).AppendJoin(Gap, widths.Select(w => new string('-', w))).Append('\n');
        }
    }

    /// <summary>The columns' widths: as wide as their cells, the widest cut until all fit, but no word is.</summary>
    private static int[] Widths(string[][] rows, int width)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => Math.Max(1, rows.Max(row => row[column].Length))).ToArray();
        var words = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Split(' ').Max(word => word.Length))).ToArray();
        while (widths.Sum() > width && Enumerable.Range(0, widths.Length).Where(column => widths[column] > words[column]).ToArray() is { Length: > 0 } cuttable)
            widths[cuttable.MaxBy(column => widths[column])]--;
        return widths;
    }

    /// <summary>Words in lines of at most a width; a word that is longer has a line of its own.</summary>
    private static List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        lines.Add(line);
        return lines;
    }
}
