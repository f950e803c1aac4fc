using System.Globalization;

namespace NicheSim.Scenarios;

/// <summary>Reads a scalar or a list of scalars strictly: the JSON type must be the right one, numbers finite, whole where asked and in bounds.</summary>
internal sealed class ScalarReader(List<Diagnostic> diagnostics)
{
    /// <summary>Numbers are 0 or lie between these, whatever their sign: far beyond every quantity of biology, and well within what a float holds, so that none becomes 0 or infinite on its way.</summary>
    public const double SmallestNumber = 1e-30, LargestNumber = 1e30;

    /// <summary>What a number with a comma is told.</summary>
    public const string DecimalPoint = "decimals are written with a point: 0.5";

    private static readonly NumberShape AnyNumber = new(typeof(double), null);

    private const int LongestText = 4000;
    private const int LongestList = 10_000;

    /// <summary>The value of the C# type of <paramref name="shape"/>, or null where it was refused and reported.</summary>
    public object? Read(SourceNode node, Shape shape, string path) => (shape, node) switch
    {
        (_, SourceNull) => Refuse(node, path, "null does not remove: leave the key out, or use \"enabled\": false where there is one"),
        (NumberShape number, SourceNumber written) => ReadNumber(written, number, path),
        (BooleanShape, SourceBoolean written) => written.Value,
        (StringShape, SourceString written) => ReadText(written, path),
        (EnumShape choice, SourceString written) => ReadChoice(written, choice, path),
        (ValueShape, SourceNumber written) => ReadNumber(written, AnyNumber, path),
        (ValueShape, SourceString written) => ReadText(written, path),
        (ValueShape, SourceBoolean written) => written.Value,
        (ListShape list, SourceArray written) => ReadList(written, list, path),
        (ListShape list, SourceString or SourceNumber or SourceBoolean) => Read(node, list.Item, path) is { } only ? new[] { only } : null,
        (NumberShape, SourceString written) when HasDecimalComma(written.Text) => Refuse(node, path, $"expected {shape.Expected}, not {node.Description}; {DecimalPoint}"),
        _ => Refuse(node, path, $"expected {shape.Expected}, not {node.Description}"),
    };

    private static bool HasDecimalComma(string text) => text.Count(letter => letter == ',') == 1 && double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The number as the property's type, or null where it is not finite, not whole or out of bounds.</summary>
    public object? ReadNumber(double value, SourceNode node, NumberShape shape, string path)
    {
        if (!double.IsFinite(value))
            return Refuse(node, path, $"{(node is SourceNumber ? node.Description : "the product")} is not a finite number");
        if (!IsWithin(value, shape))
            return Refuse(node, path, $"{Text(value)} is out of range: expected {shape.Expected} {RangeOf(shape)}");
        if (value != 0 && Math.Abs(value) < SmallestNumber)
            return Refuse(node, path, $"{Text(value)} is too small: expected 0 or a number from {Text(SmallestNumber)} on");
        if (!shape.IsWhole)
            return value == 0 ? 0.0 : value;
        if (value != Math.Floor(value))
            return Refuse(node, path, $"expected a whole number, not {Text(value)}");
        return shape.Type == typeof(int) ? (object)(int)value : (long)value;
    }

    private object? ReadNumber(SourceNumber node, NumberShape shape, string path)
    {
        var value = double.Parse(node.Digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (value == 0 && node.Digits.Split('e', 'E')[0].AsSpan().IndexOfAnyInRange('1', '9') >= 0)
            return Refuse(node, path, $"{node.Description} is too small: expected 0 or a number from {Text(SmallestNumber)} on");
        var read = ReadNumber(value, node, shape, path);
        // A double holds a long's digits only up to 2^53.
        return read is long && long.TryParse(node.Digits, CultureInfo.InvariantCulture, out var exact) ? exact : read;
    }

    /// <summary>Texts go to terminals, pages and pictures: nothing in them may steer one.</summary>
    private object? ReadText(SourceString node, string path)
    {
        if (node.Text.Length > LongestText)
            return Refuse(node, path, string.Create(CultureInfo.InvariantCulture, $"is longer than {LongestText} characters"));
        foreach (var letter in node.Text)
            if (!IsPlain(letter))
                return Refuse(node, path, $"holds the character \\u{(int)letter:x4}, which is no text");
        return node.Text;
    }

    /// <summary>No control character but white space, no direction mark (those of Unicode's bidirectional algorithm, UAX 9), no code without a character.</summary>
    private static bool IsPlain(char letter) =>
        letter is '\t' or '\n' or '\r' || (!char.IsControl(letter) && letter is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF'));

    private object? ReadChoice(SourceString node, EnumShape shape, string path)
    {
        if (shape.Words.TryGetValue(node.Text, out var member))
            return member;
        var near = Suggestion.Nearest(node.Text, shape.Words.Keys);
        var hint = near is null ? "" : $"; did you mean {Suggestion.Quote(near)}?";
        return Refuse(node, path, $"expected {shape.Expected}, not {Suggestion.Quote(node.Text)}{hint}");
    }

    private object?[]? ReadList(SourceArray node, ListShape shape, string path)
    {
        if (node.Items.Count > LongestList)
        {
            Refuse(node, path, string.Create(CultureInfo.InvariantCulture, $"has more than {LongestList} items"));
            return null;
        }

        var items = node.Items
            .Select((item, index) => Read(item, shape.Item, SourceMap.Join(path, index.ToString(CultureInfo.InvariantCulture))))
            .ToArray();
        return items.Contains(null) ? null : items;
    }

    private object? Refuse(SourceNode node, string path, string message)
    {
        diagnostics.Add(new Diagnostic(Severity.Error, node.Position, path, message));
        return null;
    }

    private static bool IsWithin(double value, NumberShape shape)
    {
        var (least, most) = Limits(shape);
        return value <= most && (shape.Bounds is { AboveMinimum: true } ? value > least : value >= least);
    }

    private static string RangeOf(NumberShape shape)
    {
        var (least, most) = Limits(shape);
        var isOpen = shape.Bounds is { AboveMinimum: true };
        return most >= LargestNumber && least > -LargestNumber
            ? isOpen ? $"above {Text(least)}" : $"from {Text(least)} up"
            : isOpen ? $"above {Text(least)} and at most {Text(most)}" : $"from {Text(least)} to {Text(most)}";
    }

    private static (double Least, double Most) Limits(NumberShape shape)
    {
        var (least, most) = shape.Type == typeof(int) ? (int.MinValue, int.MaxValue)
            : shape.Type == typeof(long) ? (long.MinValue, Math.BitDecrement(-(double)long.MinValue))
            : (-LargestNumber, LargestNumber);
        return (Math.Max(least, shape.Bounds?.Minimum ?? least), Math.Min(most, shape.Bounds?.Maximum ?? most));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
