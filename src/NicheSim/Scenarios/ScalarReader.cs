using System.Globalization;

namespace NicheSim.Scenarios;

/// <summary>Reads a scalar or a list of scalars strictly: the JSON type must be the right one, numbers finite, whole where asked and in bounds.</summary>
internal sealed class ScalarReader(List<Diagnostic> diagnostics)
{
    /// <summary>The value of the C# type of <paramref name="shape"/>, or null where it was refused and reported.</summary>
    public object? Read(SourceNode node, Shape shape, string path) => (shape, node) switch
    {
        (_, SourceNull) => Refuse(node, path, "null does not remove: leave the key out, or use \"enabled\": false where there is one"),
        (NumberShape number, SourceNumber written) => ReadNumber(written, number, path),
        (BooleanShape, SourceBoolean written) => written.Value,
        (StringShape, SourceString written) => written.Text,
        (EnumShape choice, SourceString written) => ReadChoice(written, choice, path),
        (ListShape list, SourceArray written) => ReadList(written, list, path),
        (ListShape list, SourceString or SourceNumber or SourceBoolean) => Read(node, list.Item, path) is { } only ? new[] { only } : null,
        _ => Refuse(node, path, $"expected {shape.Expected}, not {node.Description}"),
    };

    /// <summary>The number as the property's type, or null where it is not finite, not whole or out of bounds.</summary>
    public object? ReadNumber(double value, SourceNode node, NumberShape shape, string path)
    {
        if (!double.IsFinite(value))
            return Refuse(node, path, $"{(node is SourceNumber ? node.Description : "the product")} is not a finite number");
        if (!IsWithin(value, shape))
            return Refuse(node, path, $"{Text(value)} is out of range: expected {shape.Expected} {RangeOf(shape)}");
        if (!shape.IsWhole)
            return value == 0 ? 0.0 : value;
        if (value != Math.Floor(value))
            return Refuse(node, path, $"expected a whole number, not {Text(value)}");
        return shape.Type == typeof(int) ? (object)(int)value : (long)value;
    }

    private object? ReadNumber(SourceNumber node, NumberShape shape, string path)
    {
        var read = ReadNumber(double.Parse(node.Digits, NumberStyles.Float, CultureInfo.InvariantCulture), node, shape, path);
        // A double holds a long's digits only up to 2^53.
        return read is long && long.TryParse(node.Digits, CultureInfo.InvariantCulture, out var exact) ? exact : read;
    }

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
        return most >= double.MaxValue
            ? isOpen ? $"above {Text(least)}" : $"from {Text(least)} up"
            : isOpen ? $"above {Text(least)} and at most {Text(most)}" : $"from {Text(least)} to {Text(most)}";
    }

    private static (double Least, double Most) Limits(NumberShape shape)
    {
        var (least, most) = shape.Type == typeof(int) ? (int.MinValue, int.MaxValue)
            : shape.Type == typeof(long) ? (long.MinValue, Math.BitDecrement(-(double)long.MinValue))
            : (double.MinValue, double.MaxValue);
        return (Math.Max(least, shape.Bounds?.Minimum ?? least), Math.Min(most, shape.Bounds?.Maximum ?? most));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
