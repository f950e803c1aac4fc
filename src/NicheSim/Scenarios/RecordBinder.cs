using System.Globalization;

namespace NicheSim.Scenarios;

/// <summary>Makes the records out of the merged tree. Every value was checked with its layer; what is left to check is what must be there.</summary>
internal sealed class RecordBinder(SourceMap sources, List<Diagnostic> diagnostics)
{
    /// <summary>Most names of one object, several times what a large niche has: whatever is looked up among them takes no time.</summary>
    private const int MostNames = 1000;

    /// <summary>The record. Where something was refused or is missing, its default stands, or what comes nearest to nothing; then the diagnostics count.</summary>
    public object Bind(MergedObject node, RecordShape shape, string path)
    {
        var record = Activator.CreateInstance(shape.Type)!;
        foreach (var property in shape.Properties)
        {
            var isThere = node.Members.TryGetValue(property.Key, out var member);
            if (!isThere && property.IsRequired)
                diagnostics.Add(sources.Error(path, $"missing {Suggestion.Quote(property.Key)}: expected {property.Value.Expected}"));
            if ((isThere ? Bind(member!, property.Value, SourceMap.Join(path, property.Key)) : null) is { } value)
                property.Property.SetValue(record, value);
            else if (property.IsRequired)
                property.Property.SetValue(record, StandIn(property.Value));
        }
        return record;
    }

    /// <summary>In place of what is required and not there, so that the rest can still be checked: no null.</summary>
    private static object? StandIn(Shape shape)
    {
        if (shape is not RecordShape record)
            return shape is StringShape ? "" : null;
        var standIn = Activator.CreateInstance(record.Type)!;
        foreach (var property in record.Properties)
            if (property.IsRequired)
                property.Property.SetValue(standIn, StandIn(property.Value));
        return standIn;
    }

    private object? Bind(MergedNode node, Shape shape, string path) => (node, shape) switch
    {
        (MergedObject named, RecordShape record) => Bind(named, record, path),
        (MergedObject named, DictionaryShape dictionary) => BindDictionary(named, dictionary, path),
        (MergedValue { Token.Value: object[] items }, ListShape list) => ListOf(items, list),
        (MergedValue value, ScalarShape) => value.Token.Value,
        _ => null,
    };

    private object BindDictionary(MergedObject node, DictionaryShape shape, string path)
    {
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.ItemType), StringComparer.Ordinal)!;
        if (node.Members.Count > MostNames)
        {
            diagnostics.Add(sources.Error(path, string.Create(CultureInfo.InvariantCulture, $"has more than {MostNames} names")));
            return dictionary;
        }

        foreach (var (name, member) in node.Members)
        {
            if (Bind(member, shape.Item, SourceMap.Join(path, name)) is { } item)
                dictionary[name] = item;
        }
        return dictionary;
    }

    private static System.Collections.IList ListOf(object[] items, ListShape shape)
    {
        var array = Array.CreateInstance(shape.ItemType, items.Length);
        items.CopyTo(array, 0);
        return shape.IsArray ? array : (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.ItemType), array)!;
    }
}
