using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

/// <summary>The manual's reference: one table per record of the scenario language, read from the record types themselves.</summary>
/// <remarks>Keys that records share through a base record stand once, in the base's own table.</remarks>
internal sealed partial class ManualReference
{
    private readonly List<Section> _sections = [];

    private ManualReference(Type root) => Collect(Shape.Of(root));

    public static string Of<T>()
    {
        var text = new StringBuilder();
        foreach (var section in new ManualReference(typeof(T))._sections)
            section.Write(text);
        return text.ToString();
    }

    /// <summary>Keys and records of the language that lack a text.</summary>
    public static IEnumerable<string> WithoutText<T>() =>
        new ManualReference(typeof(T))._sections.SelectMany(section => section.Keys
            .Where(key => key.About is null).Select(key => $"{section.Type.Name}.{key.Key}")
            .Concat(section.About is null ? [section.Type.Name] : []));

    private void Collect(RecordShape shape)
    {
        if (_sections.Exists(section => section.Type == shape.Type))
            return;
        var defaults = Activator.CreateInstance(shape.Type)!;
        Add(shape.Type, defaults, shape);
        for (var type = shape.Type.BaseType!; type != typeof(object); type = type.BaseType!)
            if (!_sections.Exists(section => section.Type == type))
                Add(type, defaults, shape);
        foreach (var key in shape.Properties)
            if (RecordIn(key.Value) is { } inner)
                Collect(inner);
    }

    private void Add(Type type, object defaults, RecordShape shape) =>
        _sections.Add(new Section(type, defaults, [.. shape.Properties.Where(key => key.Property.DeclaringType == type)]));

    private static RecordShape? RecordIn(Shape shape) => shape switch
    {
        RecordShape record => record,
        DictionaryShape dictionary => RecordIn(dictionary.Item),
        _ => null,
    };

    private static string Title(Type type)
    {
        var words = JsonNamingPolicy.KebabCaseLower.ConvertName(SettingsEnd().Replace(type.Name, "")).Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Link(Type type) => $"[{Title(type).ToLowerInvariant()}](#keys-{Title(type).ToLowerInvariant().Replace(' ', '-')})";

    private static string Values(Shape shape) => shape switch
    {
        RecordShape record => Link(record.Type),
        DictionaryShape { Item: ListShape list } => $"by name: {Values(list)}",
        DictionaryShape dictionary => $"by name: {Values(dictionary.Item)}",
        ListShape list => $"list of {list.Item switch { NumberShape => "numbers", _ => "strings" }}",
        NumberShape number => (number.IsWhole ? "whole number" : "number") + Range(number.Bounds),
        BooleanShape => "true, false",
        EnumShape choice => string.Join(", ", choice.Words.Keys.Select(word => $"`{word}`")),
        _ => "string",
    };

    private static string Range(BoundsAttribute? bounds) => bounds is null ? ""
        : bounds.Maximum >= int.MaxValue
            ? bounds.AboveMinimum ? $", above {Number(bounds.Minimum)}" : $", from {Number(bounds.Minimum)}"
            : (bounds.AboveMinimum ? $", above {Number(bounds.Minimum)} to " : $", {Number(bounds.Minimum)} to ") + Number(bounds.Maximum);

    private static string Default(PropertyShape key, object defaults) => key.IsRequired ? "**needed**" : key.Property.GetValue(defaults) switch
    {
        double number => Number(number),
        int.MaxValue => "",
        int number => Number(number),
        long number => Number(number),
        bool truth => truth ? "true" : "false",
        string { Length: > 0 } text => $"`{text}`",
        Enum member => $"`{JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString())}`",
        _ => "",
    };

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1e6 ? "0.###e0" : "0.######", CultureInfo.InvariantCulture);

    [GeneratedRegex("Settings$")]
    private static partial Regex SettingsEnd();

    private sealed record Section(Type Type, object Defaults, PropertyShape[] Keys)
    {
        public string? About => Type.GetCustomAttribute<AboutAttribute>(inherit: false)?.Text;

        public void Write(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"### Keys: {Title(Type).ToLowerInvariant()}\n\n{About}");
            if (Type.BaseType != typeof(object))
                text.Append(CultureInfo.InvariantCulture, $" Also takes all keys of {Link(Type.BaseType!)}.");
            text.Append("\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
            foreach (var key in Keys)
                text.Append(CultureInfo.InvariantCulture, $"| `{key.Key}` | {Values(key.Value)} | {Default(key, Defaults)} | {key.About} |\n");
            text.Append('\n');
        }
    }
}
